"""The probes that need Pyro: runs under its handlers, its param store, SVI. Absent where a task may not use Pyro.

Loaded before the student's first line, with every function bound at import, as in :mod:`autograder.probes.answers`.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyro
import torch
from pyro.infer import SVI, Trace_ELBO, TraceEnum_ELBO, config_enumerate
from pyro.optim import ClippedAdam
from pyro.poutine import block, condition, enum, trace
from pyro.poutine.runtime import _DIM_ALLOCATOR, _PYRO_STACK
from pyro.poutine.util import site_is_subsample
from torch.autograd import grad

from autograder.probes.records import Fit, Param, Plate, Site, Trace

_store = pyro.get_param_store()
_WRAPPERS = ("Independent", "ExpandedDistribution", "MaskedDistribution")
_VALIDATIONS = [
    (of.is_validation_enabled, of.enable_validation) for of in (pyro.distributions, pyro.infer.util, pyro.poutine.util)
]


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Put param store, validation flags, handlers and plates back as they were found."""
    # The tensors themselves must survive: a student's optimiser holds on to them. So values are saved beside them.
    names = dict(_store._params)
    saved = {name: (tensor.detach().clone(), tensor.grad) for name, tensor in names.items()}
    kept = dict(_store._constraints), dict(_store._param_to_name)
    entered = handlers()
    validating = [is_enabled() for is_enabled, _ in _VALIDATIONS]
    for tensor in names.values():
        tensor.grad = None  # a gradient made inside is not added to one that was there
    try:
        yield
    finally:
        _store._params, (_store._constraints, _store._param_to_name) = dict(names), (dict(kept[0]), dict(kept[1]))
        with torch.no_grad():
            for name, tensor in names.items():
                tensor.copy_(saved[name][0])
                tensor.grad = saved[name][1]
        for (_, enable), was in zip(_VALIDATIONS, validating, strict=True):
            enable(was)
        put_back(entered)


Handlers = tuple[list[Any], list[Any]]


def handlers() -> Handlers:
    """The handlers that are entered now, and the plates that hold a dim."""
    return list(_PYRO_STACK), list(_DIM_ALLOCATOR._stack)


def put_back(entered: Handlers) -> None:
    """Leave every handler and plate that was not entered then: an interrupt may come while one is being left."""
    _PYRO_STACK[:], _DIM_ALLOCATOR._stack[:] = entered


def prepare(fresh: bool, params: Mapping[str, Any]) -> None:
    """Before a call: clear the param store if asked, and set values in it."""
    if fresh:
        _store.clear()
    _set_params(params)


def _as_tensors(values: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    return {name: torch.as_tensor(value) for name, value in values.items()}


def _set_params(values: Mapping[str, Any]) -> None:
    for name, value in _as_tensors(values).items():
        old = _store[name] if name in _store else None  # noqa: SIM401 - get() of a param store differs
        _store[name] = value if old is None else value.to(old.dtype).expand(old.shape).clone()


def _register_params(fn: Callable[..., Any], step: Mapping[str, Any]) -> None:
    """Run ``fn`` once, unseen, so that its params exist with their constraints, then set those asked for."""
    if step["params"]:
        with block(), torch.no_grad():
            fn(*copy.deepcopy(step["args"]), **copy.deepcopy(step["kwargs"]))
        _set_params(step["params"])


def _trace(step: dict[str, Any]) -> Trace:
    _register_params(step["fn"], step)
    values, nesting = _as_tensors(step["values"]), step["enumerate_nesting"]
    conditioned = condition(step["fn"], data=values) if values else step["fn"]
    runnable = conditioned
    if nesting is not None:
        runnable = enum(config_enumerate(conditioned, "parallel"), first_available_dim=-1 - nesting)
    run = trace(runnable).get_trace(*step["args"], **step["kwargs"])
    run.compute_log_prob()
    if nesting is None:
        total = float(run.log_prob_sum())
    else:
        elbo = TraceEnum_ELBO(max_plate_nesting=nesting)
        marginal = config_enumerate(conditioned, "parallel")
        total = -elbo.loss(marginal, lambda *args, **kwargs: None, *step["args"], **step["kwargs"])
    sites = {name: _site(node) for name, node in run.nodes.items() if node["type"] in ("sample", "param")}
    returned = run.nodes["_RETURN"]["value"]
    return Trace(sites, returned, run.format_shapes()[:3000], total, step["called"])


def _site(node: Any) -> Site:
    if node["type"] == "param":
        constraint = str(_store._constraints.get(node["name"], ""))
        return Site(node["name"], "param", value=node["value"], constraint=constraint)
    if site_is_subsample(node):
        return Site(node["name"], "plate", value=node["value"], size=int(node["fn"].size))
    fn = node["fn"]
    family, masked = fn, node.get("mask") is not None
    while type(family).__name__ in _WRAPPERS:
        masked = masked or type(family).__name__ == "MaskedDistribution"
        family = family.base_dist
    return Site(
        name=node["name"],
        kind="sample",
        observed=bool(node["is_observed"]),
        value=node["value"],
        log_prob=node["log_prob"],
        scale=node["scale"] if isinstance(node["scale"], torch.Tensor) else float(node["scale"]),
        masked=masked,
        batch_shape=tuple(fn.batch_shape),
        event_shape=tuple(fn.event_shape),
        family=type(family).__name__,
        plates=tuple(Plate(f.name, f.dim, int(f.size)) for f in node["cond_indep_stack"]),
    )


def _slopes(step: dict[str, Any]) -> dict[str, dict[str, torch.Tensor]]:
    held = {name: value.detach().clone() for name, value in _as_tensors(step["values"]).items()}
    moving = {name: value.requires_grad_() for name, value in held.items() if value.is_floating_point()}
    run = trace(condition(step["fn"], data=held)).get_trace(*step["args"], **step["kwargs"])
    run.compute_log_prob()
    moving = {name: value for name, value in _store._params.items() if value.requires_grad} | moving
    found: dict[str, dict[str, torch.Tensor]] = {}
    for name, node in run.nodes.items():
        if node["type"] == "sample" and not site_is_subsample(node):
            total = node["log_prob"].sum()
            found[name] = {}
            if total.requires_grad and moving:
                slopes = grad(total, list(moving.values()), retain_graph=True, allow_unused=True)
                found[name] = {by: slope for by, slope in zip(moving, slopes, strict=True) if slope is not None}
    return found


def _params(step: dict[str, Any]) -> dict[str, Param]:
    return {
        name: Param(_store[name].detach(), _store._params[name].detach(), str(_store._constraints[name]))
        for name in list(_store)
    }


def _fit(step: dict[str, Any]) -> Fit:
    _store.clear()
    model, guide, particles = step["fn"], step["guide"], step["particles"]
    _register_params(guide, step)
    optimiser = ClippedAdam({"lr": step["lr"], "lrd": step["lrd"]})
    svi = SVI(model, guide, optimiser, Trace_ELBO(num_particles=particles, vectorize_particles=particles > 1))
    losses = [svi.step(*step["args"], **step["kwargs"]) for _ in range(step["steps"])]
    return Fit(torch.tensor(losses, dtype=torch.float64), _params(step))


def _draws(step: dict[str, Any]) -> dict[str, torch.Tensor]:
    _register_params(step["fn"], step)
    runs: dict[str, list[torch.Tensor]] = {}
    for _ in range(step["n"]):
        with torch.no_grad():
            run = trace(step["fn"]).get_trace(*step["args"], **step["kwargs"])
        for name, node in run.nodes.items():
            if node["type"] == "sample" and not site_is_subsample(node):
                runs.setdefault(name, []).append(torch.as_tensor(node["value"]).detach())
        returned = run.nodes["_RETURN"]["value"]
        if isinstance(returned, (torch.Tensor, int, float)):
            runs.setdefault("return", []).append(torch.as_tensor(returned).detach())
    return {name: torch.stack(values) for name, values in runs.items()}


OPS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "trace": _trace,
    "slopes": _slopes,
    "params": _params,
    "set_params": lambda step: _set_params(step["params"]),
    "fit": _fit,
    "draws": _draws,
}
