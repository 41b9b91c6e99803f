"""Who depends on whom in a live model: Pyro's own answer, and what a trial with other values adds to it.

Pyro follows tensors from site to site. A value that goes through a Python number (``.item()``, ``if``, numpy) leaves no
trace there; but draw another one, hold everything else, and the scores of the sites that use it change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

Parents = dict[str, set[str]]
Call = tuple[Callable[..., Any], Sequence[Any], Mapping[str, Any]]


def followed(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Parents:
    """Each sample site's parents, params too, as ``pyro.infer.inspect`` finds them."""
    from pyro.infer.inspect import get_model_relations

    from autograder.probes import answers

    with answers.isolated():
        relations = get_model_relations(fn, tuple(args), dict(kwargs), include_deterministic=True)
    return {name: {*parents, *relations["sample_param"][name]} for name, parents in relations["sample_sample"].items()}


def tried(call: Call, sites: Mapping[str, Mapping[str, Any]], known: Parents) -> Parents:
    """The parents that a trial finds and ``known`` does not explain.

    Args:
        call: the model with its arguments.
        sites: the sample sites of a run.
        known: the parents known so far.
    """
    free = {name: site["value"] for name, site in sites.items() if not site["is_observed"]}
    before = _facts(call, free)
    found: Parents = {}
    for name in free:
        other = _other(sites[name])
        if other is None:
            continue
        after = _facts(call, free | {name: other})
        for child, fact in before.items():
            same = child in after and torch.equal(after[child], fact)
            if child != name and not same and name not in _explained(child, known, sites):
                found.setdefault(child, set()).add(name)
    return found


def _facts(call: Call, values: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Each site's log density with these values held; of a deterministic one its value."""
    from pyro.poutine import condition, trace

    from autograder.probes import answers

    fn, args, kwargs = call
    with answers.isolated(), torch.no_grad():
        answers.set_seed(0)  # the same members of a plate that takes a part of the data
        run = trace(condition(fn, data=dict(values))).get_trace(*args, **kwargs)
        run.compute_log_prob()
    nodes: dict[str, Any] = {name: node for name, node in run.nodes.items() if node["type"] == "sample"}
    return {
        name: node["value"] if node["infer"].get("_deterministic") else node["log_prob"] for name, node in nodes.items()
    }


def _other(site: Mapping[str, Any]) -> torch.Tensor | None:
    """Another value for a site, or None where none turns up."""
    from autograder.probes import answers

    with answers.isolated(), torch.no_grad():
        for _ in range(20):
            value = site["fn"].sample()
            if not torch.equal(value, site["value"]):
                return value
    return None


def _explained(child: str, known: Parents, sites: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The parents of a site, with those that reach it through deterministic sites alone."""
    found: set[str] = set()
    waiting = list(known.get(child, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in sites and sites[name]["infer"].get("_deterministic"):
                waiting += known.get(name, ())
    return found
