"""Checks that a student runs: a panel for each, and live traces and calls of their functions.

The first argument of ``trace``, ``call`` and ``error`` is the student's function itself.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from autograder import probes
from autograder.expect import ladder
from autograder.expect.exceptions import is_stub, unwrap, unwritten
from autograder.expect.mismatch import Mismatch
from autograder.expect.panel import Panel, present
from autograder.expect.written import waiting
from autograder.probes.frames import running_cell
from autograder.probes.records import Raised
from autograder.probes.steps import Args, Kwargs

# By the title of each check that has run in this kernel: whether it looked right when it ran last.
_results: dict[str, bool] = {}


@contextlib.contextmanager
def check(title: str, *, also: str = "") -> Iterator[None]:
    """A visible check: shows a panel, and raises when an expectation in its body is not met.

    Args:
        title: what is looked at, one phrase.
        also: what the hidden grader will look at besides.
    """
    try:
        yield
    except Mismatch as mismatch:
        _shown(title, mismatch)
        raise
    except Exception as error:
        foreseen = _foreseen(error)
        raise _shown(title, foreseen) from (None if foreseen.code.startswith(("stub", "undefined")) else error)
    closing = [("", f"The hidden grader will also look at {also}.")] if also else []
    _results[title] = True
    _show(Panel(title, "looks right", "good", closing))


def _foreseen(error: Exception) -> Mismatch:
    """The sentence for what was raised in a check's own cell, or in a student's function that it has called."""
    from autograder.probes import answers  # imports pyro, which a grader's process does not need for this module

    missing = error.name if isinstance(error, NameError) else None
    if missing in waiting:
        return unwritten(waiting[missing])
    try:
        unwrap(answers.raised(error, helper=True, check=running_cell()))
    except Mismatch as mismatch:
        return mismatch
    raise AssertionError("a record of an exception is always a mismatch")


def _shown(title: str, mismatch: Mismatch) -> Mismatch:
    _results[title] = False
    _show(Panel(title, *ladder.state(mismatch), ladder.lines(mismatch), mismatch.table))
    mismatch.shown = True
    return mismatch


def _show(panel: Panel) -> None:
    present(panel.html(), panel.text())


def overview() -> None:
    """For the last cell of a notebook: how many of the checks that have run look right, and which do not yet."""
    open_titles = [title for title, right in _results.items() if not right]
    right, met = len(_results) - len(open_titles), len(_results)
    said = f"{right} of {met} checks look right." if met else "No check has run yet."
    listed = [("Not yet", title) for title in open_titles]
    stops = "Run All stops at the first cell that fails; what stands below it has not run, and is not counted here."
    tone = "good" if met and not open_titles else "part" if right else "idle"
    _show(Panel("Checks of this notebook", said.rstrip("."), tone, [*listed, ("", stops)]))


def _live(probe: probes.Probe[...]) -> Callable[..., Any]:
    """A probe of a live function: its arguments, and a ``seed``. The param store and random state stay as they were."""

    @functools.wraps(probe, updated=())
    def ask(*args: Any, seed: int = 0, **kwargs: Any) -> Any:
        step = probe(*args, **kwargs)
        result = _answered(step, seed)
        if isinstance(result, Raised) and result.type == "TypeError":
            _check_arguments(step, result.called)
        return unwrap(result)

    own = inspect.signature(probe)
    more = inspect.Parameter("seed", inspect.Parameter.KEYWORD_ONLY, default=0, annotation="int")
    ask.__signature__ = own.replace(parameters=[*own.parameters.values(), more])  # type: ignore[attr-defined]
    return ask


def _answered(step: probes.Step, seed: int) -> Any:
    from autograder.probes import answers  # imports pyro, which a grader's process does not need for this module

    return answers.live(step, seed, running_cell())


def _check_arguments(step: probes.Step, called: str) -> None:
    """Say so where a function does not take the arguments that a check gives it."""
    fn = step["fn"]
    try:
        own = inspect.signature(fn)
    except (TypeError, ValueError):  # not everything that can be called has one
        return
    try:
        own.bind(*step["args"], **step["kwargs"])
    except TypeError as error:
        name = getattr(fn, "__name__", type(fn).__name__)
        bare = [part.replace(annotation=part.empty) for part in own.parameters.values()]
        yours = own.replace(parameters=bare, return_annotation=own.empty)
        message = f"This check calls `{called}`, and yours is `{name}{yours}`: {error}."
        look = "The text says which arguments it takes, under which names and in which order."
        raise Mismatch(f"arguments:{name}", message, look) from None


trace = _live(probes.trace)
call = _live(probes.call)


def error(fn: Callable[..., Any], args: Args = (), kwargs: Kwargs = None) -> Raised | None:
    """What a live function raises, or None."""
    result = _answered(probes.call(fn, args, kwargs), 0)
    if not isinstance(result, Raised):
        return None
    return unwrap(result) if is_stub(result) else result
