"""The student side's answers: runs a student's function under Pyro's handlers and says in plain data what happened.

Loaded before the student's first line. Every function of torch, pyro and the standard library that it needs is bound
here at import, so a student who overwrites ``pyro.poutine.trace`` or ``json`` breaks only their own answer.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import io
import linecache
import math
import random
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pyro
import torch
from pyro.infer import SVI, Trace_ELBO, TraceEnum_ELBO, config_enumerate
from pyro.optim import ClippedAdam
from pyro.poutine import block, condition, enum, trace
from pyro.poutine.runtime import _PYRO_STACK
from pyro.poutine.util import site_is_subsample

from autograder.records import RECORDS, Axes, Fit, Line, Name, Opaque, Param, Plate, Plot, Prop, Raised, Site, Trace
from autograder.wire import encode

_set_seed = pyro.set_rng_seed
_store = pyro.get_param_store()
_BUILTINS = dict(vars(builtins))
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
_WRAPPERS = ("Independent", "ExpandedDistribution", "MaskedDistribution")
_VALIDATIONS = [
    (of.is_validation_enabled, of.enable_validation) for of in (pyro.distributions, pyro.infer.util, pyro.poutine.util)
]


def answer(steps: list[dict[str, Any]], resolve: Callable[[Name | Prop], Any], seed: int) -> list[Any]:
    """Run the steps in order and give one record or value for each; a step that raises ends the list with ``Raised``.

    Args:
        steps: as made by :mod:`autograder.probes`.
        resolve: finds the object behind a ``Name`` or ``Prop``; raises NameError when there is none.
        seed: of torch, numpy and random, set before the first step.
    """
    results: list[Any] = []
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), _quiet():
        _set_seed(seed)
        for step in steps:
            try:
                results.append(_plain(_OPS[step["op"]](_resolved(step, resolve))))
            except Exception as error:
                results.append(raised(error, described(step)))
                break
            except SystemExit as error:
                results.append(raised(error, described(step)))
                break
    return results


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Put param store, random states, default dtype, validation flags and handler stack back as they were found."""
    # The tensors themselves must survive: a student's optimiser holds on to them. So values are saved beside them.
    names = dict(_store._params)
    saved = {name: (tensor.detach().clone(), tensor.grad) for name, tensor in names.items()}
    kept = dict(_store._constraints), dict(_store._param_to_name)
    states = torch.random.get_rng_state(), np.random.get_state(), random.getstate()
    dtype, stack = torch.get_default_dtype(), list(_PYRO_STACK)
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
        torch.random.set_rng_state(states[0])
        np.random.set_state(states[1])
        random.setstate(states[2])
        torch.set_default_dtype(dtype)
        for (_, enable), was in zip(_VALIDATIONS, validating, strict=True):
            enable(was)
        _PYRO_STACK[:] = stack


def live(step: dict[str, Any], seed: int) -> Any:
    """Answer one step about a live function, in this process, leaving nothing behind.

    The answer goes through the wire form, so that a check in the notebook sees exactly what a grader would.
    """
    from autograder.wire import decode

    def nothing(reference: Name | Prop) -> Any:
        raise NameError(f"name '{reference.name}' is not defined")

    with isolated():
        [result] = answer([step], nothing, seed)
    return decode(*encode(result))


def raised(error: BaseException, called: str = "") -> Raised:
    """The record of an exception: its class, its text, and the student's own line that led to it."""
    # a class that merely bears the name of a built-in one is not that one
    bases = [cls.__name__ for cls in type(error).__mro__ if _BUILTINS.get(cls.__name__, cls) is cls is not object]
    try:
        message = str(error)
    except Exception as inner:
        message = f"(its text could not be made: {type(inner).__name__})"
    # an address differs from run to run, and a regrade says what the first grading said
    message = _ADDRESS.sub("0x…", message[:1500])
    return Raised(type(error).__name__, bases, message, _student_line(error), called)


def _student_line(error: BaseException) -> str:
    line, step = "", error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.startswith("<ipython-input") or "ipykernel_" in name:
            line = linecache.getline(name, step.tb_lineno).strip()
        step = step.tb_next
    return line[:200]


def described(step: Mapping[str, Any]) -> str:
    """The call that a step makes, as a student would write it: ``model(tensor[7], n_obs=5)``."""
    fn = step.get("fn")
    if fn is None:
        return step["op"]
    name = fn.name if isinstance(fn, (Name, Prop)) else getattr(fn, "__name__", type(fn).__name__)
    if step["op"] == "value":
        return str(name)
    parts = [_brief(arg) for arg in step.get("args", ())]
    parts += [f"{key}={_brief(arg)}" for key, arg in step.get("kwargs", {}).items()]
    return f"{name}({', '.join(parts)})"


def _brief(arg: Any) -> str:
    if isinstance(arg, torch.Tensor):
        return f"tensor{list(arg.shape)}" if arg.dim() else f"tensor({float(arg):.4g})"
    if isinstance(arg, (Name, Prop)):
        return arg.name
    if isinstance(arg, float):
        return f"{arg:.4g}"
    if isinstance(arg, (list, tuple)) and len(arg) > 4:
        return f"[{len(arg)} values]"
    text = getattr(arg, "__name__", None) or repr(arg)
    return text if len(text) <= 40 else text[:37] + "..."


def _resolved(step: dict[str, Any], resolve: Callable[[Name | Prop], Any]) -> dict[str, Any]:
    """The step with names and props replaced by what they stand for, and tensors copied: a call may change them."""

    def walk(item: Any) -> Any:
        if isinstance(item, (Name, Prop)):
            return resolve(item)
        if isinstance(item, torch.Tensor):
            return item.detach().clone()
        if isinstance(item, list):
            return [walk(part) for part in item]
        if isinstance(item, dict):
            return {key: walk(part) for key, part in item.items()}
        return item

    return {"called": described(step)} | {key: walk(item) for key, item in step.items()}


def _plain(result: Any) -> Any:
    # A record that cannot be encoded is the step's own failure, so find out while the step can still be blamed.
    encode(result)
    return result


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


def _site(node: dict[str, Any]) -> Site:
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


def _call(step: dict[str, Any]) -> Any:
    if step["fresh"]:
        _store.clear()
    _set_params(step["params"])
    return _no_record(step["fn"](*step["args"], **step["kwargs"]))


def _no_record(value: Any) -> Any:
    """A value of the student's, which must not be taken for an answer of ours: ``Raised`` says that a call raised."""
    return Opaque(type(value).__name__) if type(value) in RECORDS.values() else value


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


def _plot(step: dict[str, Any]) -> Plot:
    import matplotlib.pyplot as plt

    plt.close("all")
    drawn = step["fn"](*step["args"], **step["kwargs"])
    figure = getattr(drawn, "figure", None) or plt.gcf()
    axes = []
    for ax in figure.axes:
        legend = [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []
        lines = [Line(str(line.get_label()), *map(_column, line.get_data())) for line in ax.get_lines()]
        axes.append(Axes(ax.get_title(), ax.get_xlabel(), ax.get_ylabel(), legend, lines))
    plt.close("all")
    return Plot(axes)


def _column(numbers: Any) -> torch.Tensor:
    return torch.as_tensor([float(n) if n is not None else math.nan for n in numbers], dtype=torch.float64)


_OPS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "trace": _trace,
    "call": _call,
    "value": lambda step: _no_record(step["fn"]),
    "params": _params,
    "set_params": lambda step: _set_params(step["params"]),
    "fit": _fit,
    "draws": _draws,
    "plot": _plot,
}
