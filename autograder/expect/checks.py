"""Checks with a panel, and live traces and calls of a student's functions for them.

In a notebook the first argument of ``trace``, ``call`` and ``error`` is the student's function itself.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from autograder import probes
from autograder.expect import ladder
from autograder.expect.assertions import Mismatch, is_stub, unwrap, unwritten
from autograder.expect.panel import Panel, present
from autograder.expect.written import waiting
from autograder.probes.frames import running_cell
from autograder.probes.records import Raised, Trace

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


def _live(step: probes.Step, seed: int) -> Any:
    from autograder.probes import answers

    result = answers.live(step, seed, running_cell())
    if isinstance(result, Raised) and result.type == "TypeError":
        _check_arguments(step, result.called)
    return unwrap(result)


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


def trace(
    fn: Callable[..., Any],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    *,
    values: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    enumerate_nesting: int | None = None,
    seed: int = 0,
) -> Trace:
    """Run a live model or guide under ``poutine.trace``; the param store and random state stay as they were.

    Args:
        values: site name to value: these sites are conditioned.
        params: parameter name to constrained value, set for this run.
        enumerate_nesting: see :func:`autograder.probes.trace`.
    """
    step = probes.trace(fn, args, kwargs, values=values, params=params, enumerate_nesting=enumerate_nesting)
    return _live(step, seed)


def call(
    fn: Callable[..., Any],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    *,
    params: Mapping[str, Any] | None = None,
    fresh: bool = False,
    seed: int = 0,
) -> Any:
    """Call a live function and give what it returned; the param store and random state stay as they were."""
    return _live(probes.call(fn, args, kwargs, params=params, fresh=fresh), seed)


def error(fn: Callable[..., Any], args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Raised | None:
    """What a live function raises, or None."""
    from autograder.probes import answers

    result = answers.live(probes.call(fn, args, kwargs), 0, running_cell())
    if not isinstance(result, Raised):
        return None
    return unwrap(result) if is_stub(result) else result
