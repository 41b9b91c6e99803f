"""What a student and a grader write: checks with a panel, live traces and calls, and every assertion on them.

In a notebook the first argument of ``trace``, ``call`` and ``error`` is the student's function itself.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from autograder import probes
from autograder.expect import ladder
from autograder.expect.assertions import (
    Mismatch,
    close,
    density,
    differ,
    equal,
    first_lines,
    hiding,
    is_stub,
    length,
    number,
    posterior,
    raised,
    shape,
    site,
    sites,
    structure,
    that,
    undefined,
    unwrap,
)
from autograder.expect.panel import Panel
from autograder.probes.records import Raised, Trace

__all__ = [
    "Mismatch",
    "call",
    "check",
    "close",
    "density",
    "differ",
    "equal",
    "error",
    "hiding",
    "length",
    "number",
    "posterior",
    "raised",
    "shape",
    "site",
    "sites",
    "structure",
    "that",
    "trace",
    "unwrap",
]


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
    except NameError as error:
        name = getattr(error, "name", None) or str(error)
        raise _shown(title, Mismatch(f"undefined:{name}", undefined(name))) from None
    except NotImplementedError:
        message = "The task's cell still has its stub. Write it, run that cell, and run this check again."
        raise _shown(title, Mismatch("stub", message)) from None
    except Exception as error:
        kind = type(error).__name__
        message = f"This check could not go on: {kind}: {first_lines(str(error))}"
        look = "Is everything that it uses of the kind that the text asks for?"
        raise _shown(title, Mismatch(f"raised:{kind}", message, look)) from error
    closing = [("", f"The hidden grader will also look at {also}.")] if also else []
    _show(Panel(title, "looks right", "good", closing))


def _shown(title: str, mismatch: Mismatch) -> Mismatch:
    _show(Panel(title, *ladder.state(mismatch), ladder.lines(mismatch), mismatch.table))
    mismatch.shown = True
    return mismatch


def _show(panel: Panel) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        get_ipython = None
    if get_ipython is None or get_ipython() is None:
        print(panel.text())
    else:
        display({"text/html": panel.html(), "text/plain": panel.text()}, raw=True)


def _live(step: probes.Step, seed: int) -> Any:
    from autograder.probes import answers  # imports pyro, which a grader's process does not need for this module

    result = answers.live(step, seed)
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

    result = answers.live(probes.call(fn, args, kwargs), 0)
    if not isinstance(result, Raised):
        return None
    return unwrap(result) if is_stub(result) else result
