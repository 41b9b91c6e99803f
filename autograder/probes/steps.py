"""What can be asked of a subject: constructors of probe steps, as plain data.

``fn`` is the name of a function in the subject's notebook, a ``Prop``, or, in a live check, the function itself.
Arguments are plain data, tensors, ``Name("guide")`` for an object of the subject's, or a ``Prop``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.probes.records import Name, Prop

__all__ = [
    "Function",
    "Name",
    "Prop",
    "Step",
    "call",
    "density",
    "draws",
    "fit",
    "params",
    "plot",
    "set_params",
    "trace",
    "value",
]

Function = str | Prop | Callable[..., Any]
Step = dict[str, Any]
Args = Sequence[Any]
Kwargs = Mapping[str, Any] | None


def _step(op: str, fn: Function, args: Args, kwargs: Kwargs, **more: Any) -> Step:
    target = Name(fn) if isinstance(fn, str) else fn
    return {"op": op, "fn": target, "args": list(args), "kwargs": dict(kwargs or {})} | more


def trace(
    fn: Function,
    args: Args = (),
    kwargs: Kwargs = None,
    *,
    values: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    enumerate_nesting: int | None = None,
) -> Step:
    """A run under ``poutine.trace``, giving a ``Trace``.

    Args:
        values: site name to value: these sites are conditioned.
        params: parameter name to constrained value, set in the store before the run.
        enumerate_nesting: with a number k, discrete latent sites are enumerated in parallel to the left of k plate
            dims, and the trace's ``log_density`` has them summed out.
    """
    more = {"values": dict(values or {}), "params": dict(params or {}), "enumerate_nesting": enumerate_nesting}
    return _step("trace", fn, args, kwargs, **more)


def density(
    fn: Function,
    args: Args = (),
    kwargs: Kwargs = None,
    *,
    values: Mapping[str, Any],
    params: Mapping[str, Any] | None = None,
    enumerate_nesting: int | None = None,
) -> Step:
    """A trace with the sites in ``values`` held fixed: the log density of a model or guide at a point."""
    return trace(fn, args, kwargs, values=values, params=params, enumerate_nesting=enumerate_nesting)


def call(
    fn: Function,
    args: Args = (),
    kwargs: Kwargs = None,
    *,
    params: Mapping[str, Any] | None = None,
    fresh: bool = False,
    stochastic: bool = False,
) -> Step:
    """A plain call, giving what it returned. ``fresh`` clears the param store first.

    ``stochastic`` says that the value depends on random draws: two right answers may differ, so diagnosis does not
    compare it.
    """
    return _step("call", fn, args, kwargs, params=dict(params or {}), fresh=fresh, stochastic=stochastic)


def value(name: str) -> Step:
    """A global of the notebook."""
    return {"op": "value", "fn": Name(name)}


def params() -> Step:
    """The param store, name to ``Param``."""
    return {"op": "params"}


def set_params(values: Mapping[str, Any]) -> Step:
    """Set parameters that the store has, given as constrained values."""
    return {"op": "set_params", "params": dict(values)}


def fit(
    model: Function,
    guide: Function,
    args: Args = (),
    kwargs: Kwargs = None,
    *,
    lr: float = 0.05,
    lrd: float = 1.0,
    steps: int = 500,
    particles: int = 1,
    params: Mapping[str, Any] | None = None,
) -> Step:
    """The grader's own SVI loop (ClippedAdam, Trace_ELBO) from an empty param store, giving a ``Fit``.

    ``params`` sets the start values, as constrained values.
    """
    target = Name(guide) if isinstance(guide, str) else guide
    return _step(
        "fit",
        model,
        args,
        kwargs,
        guide=target,
        lr=lr,
        lrd=lrd,
        steps=steps,
        particles=particles,
        params=dict(params or {}),
    )


def draws(
    fn: Function, args: Args = (), kwargs: Kwargs = None, *, n: int, params: Mapping[str, Any] | None = None
) -> Step:
    """``n`` runs, giving each sample site's values [n, ...] and under "return" the returned ones where numeric."""
    return _step("draws", fn, args, kwargs, n=n, params=dict(params or {}))


def plot(fn: Function, args: Args = (), kwargs: Kwargs = None) -> Step:
    """The facts of the figure that a function draws, a ``Plot``."""
    return _step("plot", fn, args, kwargs)


def is_deterministic(step: Step) -> bool:
    """Whether two equal programs must answer this step alike, whatever their random draws."""
    return step["op"] not in ("draws", "fit") and not step.get("stochastic", False)
