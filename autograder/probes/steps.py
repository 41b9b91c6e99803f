"""What can be asked of a subject: each probe is declared once, where its step is made.

A step is plain data. Beside a probe's arguments stand its name on the student side, what an answer has to be, whether
equal programs answer alike, and its time limit; ``Subject`` and the live checks take all of it from here. What answers
a step stands in ``answers`` and ``pyro_answers`` under its ``op``.

``fn`` is the name of a function in the subject's notebook, a ``Prop``, or, in a live check, the function itself.
Arguments are plain data, tensors, ``Name("guide")`` for an object of the subject's, or a ``Prop``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, ParamSpec

import torch

from autograder.probes.records import Fit, Name, Param, Plot, Prop, Trace

__all__ = [
    "PROBES",
    "Function",
    "Name",
    "Probe",
    "Prop",
    "Step",
    "call",
    "declared",
    "density",
    "draws",
    "fit",
    "is_deterministic",
    "params",
    "plot",
    "set_params",
    "slopes",
    "trace",
    "value",
]

Function = str | Prop | Callable[..., Any]
Step = dict[str, Any]
Args = Sequence[Any]
Kwargs = Mapping[str, Any] | None
P = ParamSpec("P")


class Probe(Generic[P]):
    """A question that a subject can be asked. Called with the question's arguments it gives the step.

    Attributes:
        op: the step's name on the student side.
        gives: in words, what an answer has to be.
        holds: whether an answer is that.
        deterministic: whether two equal programs must answer alike, whatever their random draws.
        limit: seconds that the answer may take where a grader says nothing.
    """

    def __init__(
        self,
        make: Callable[P, Step],
        op: str,
        gives: str,
        holds: Callable[[Any], bool],
        deterministic: bool,
        limit: float,
    ) -> None:
        functools.update_wrapper(self, make)
        self._make, self.op, self.gives, self.holds = make, op, gives, holds
        self.deterministic, self.limit = deterministic, limit

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Step:
        return {"op": self.op} | self._make(*args, **kwargs)


PROBES: dict[str, Probe[...]] = {}
_BY_OP: dict[str, Probe[...]] = {}


def _probe(
    op: str,
    gives: str = "value",
    holds: Callable[[Any], bool] = lambda answer: True,
    *,
    deterministic: bool = True,
    limit: float = 10.0,
) -> Callable[[Callable[P, Step]], Probe[P]]:
    """Declares a probe: the decorated function gives the parts of its step."""

    def declare(make: Callable[P, Step]) -> Probe[P]:
        found = Probe(make, op, gives, holds, deterministic, limit)
        PROBES[make.__name__] = found
        _BY_OP.setdefault(found.op, found)
        return found

    return declare


def declared(step: Step) -> Probe[...]:
    """The probe behind a step."""
    return _BY_OP[step["op"]]


def is_deterministic(step: Step) -> bool:
    """Whether two equal programs must answer this step alike, whatever their random draws."""
    return declared(step).deterministic and not step.get("stochastic", False)


def _named(fn: Function) -> Name | Prop | Callable[..., Any]:
    return Name(fn) if isinstance(fn, str) else fn


def _call(fn: Function, args: Args, kwargs: Kwargs, **more: Any) -> Step:
    return {"fn": _named(fn), "args": list(args), "kwargs": dict(kwargs or {})} | more


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda answer: isinstance(answer, kind)


def _by_name(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether an answer is a dictionary of such parts."""
    return lambda answer: isinstance(answer, dict) and all(map(holds, answer.values()))


@_probe("trace", "Trace", _is(Trace))
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
    return _call(fn, args, kwargs, **more)


@_probe("trace", "Trace", _is(Trace))
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
    more = {"values": dict(values), "params": dict(params or {}), "enumerate_nesting": enumerate_nesting}
    return _call(fn, args, kwargs, **more)


@_probe("slopes", "table of slopes", _by_name(_by_name(_is(torch.Tensor))))
def slopes(fn: Function, args: Args = (), kwargs: Kwargs = None, *, values: Mapping[str, Any] | None = None) -> Step:
    """How the log density of each sample site of a run moves with the values held fixed and with the params.

    Gives site name to name to the derivative, in the shape of what moves: of the site's summed log_prob, by a value of
    ``values`` or by a param as the optimiser moves it, unconstrained. Where a site has no part of a value or param,
    or only a copy of its number, the name is missing.
    """
    return _call(fn, args, kwargs, values=dict(values or {}))


@_probe("call")
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
    return _call(fn, args, kwargs, params=dict(params or {}), fresh=fresh, stochastic=stochastic)


@_probe("value")
def value(name: str) -> Step:
    """A global of the notebook."""
    return {"fn": Name(name)}


@_probe("params", "param store", _by_name(_is(Param)))
def params() -> Step:
    """The param store, name to ``Param``."""
    return {}


@_probe("set_params")
def set_params(values: Mapping[str, Any]) -> Step:
    """Set parameters that the store has, given as constrained values."""
    return {"params": dict(values)}


@_probe("fit", "Fit", _is(Fit), deterministic=False, limit=60.0)
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
    recipe = {"lr": lr, "lrd": lrd, "steps": steps, "particles": particles}
    return _call(model, args, kwargs, guide=_named(guide), **recipe, params=dict(params or {}))


def _is_stacked(drawn: Any) -> bool:
    return isinstance(drawn, torch.Tensor) and drawn.dim() > 0


@_probe("draws", "set of draws", _by_name(_is_stacked), deterministic=False)
def draws(
    fn: Function, args: Args = (), kwargs: Kwargs = None, *, n: int, params: Mapping[str, Any] | None = None
) -> Step:
    """``n`` runs, giving each sample site's values [n, ...] and under "return" the returned ones where numeric."""
    return _call(fn, args, kwargs, n=n, params=dict(params or {}))


@_probe("plot", "Plot", _is(Plot))
def plot(fn: Function, args: Args = (), kwargs: Kwargs = None) -> Step:
    """The facts of the figure that a function draws, a ``Plot``."""
    return _call(fn, args, kwargs)
