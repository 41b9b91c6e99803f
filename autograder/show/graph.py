"""The facts of a live model that its plate diagram shows: nodes, plates, and who depends on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.show import dependence

WRAPPERS = ("Independent", "ExpandedDistribution", "MaskedDistribution")


@dataclass(frozen=True)
class Node:
    """A site. ``kind`` is "latent", "observed", "deterministic" or "param"; ``family`` is empty for the last two."""

    name: str
    kind: str
    family: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plate:
    """A plate and the sites in it. ``full`` is its size, ``size`` that of the subsample of this run; None: not said."""

    name: str
    size: int | None
    full: int | None
    members: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name with the size."""
        if self.size is None:
            return self.name
        return f"{self.name} ({self.size})" if self.size == self.full else f"{self.name} ({self.size} of {self.full})"


@dataclass(frozen=True)
class Graph:
    """``doubt`` says what may be missing, if anything."""

    called: str
    nodes: tuple[Node, ...]
    plates: tuple[Plate, ...]
    doubt: str = ""

    @property
    def text(self) -> str:
        """All of it in sentences."""
        lines = [f"Plate diagram of `{self.called}`."]
        for node in self.nodes:
            facts = [node.kind if not node.family else f"{node.kind}, {node.family}"]
            within = [plate.label for plate in self.plates if node.name in plate.members]
            if within:
                facts.append(f"in plate{'s' if len(within) > 1 else ''} {', '.join(within)}")
            if node.parents:
                facts.append(f"depends on {', '.join(node.parents)}")
            lines.append(f"{node.name}: {'; '.join(facts)}.")
        return "\n".join([*lines, self.doubt] if self.doubt else lines)


def graph(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Graph:
    """Run a model and find its sites, plates and dependences.

    The param store and the random state stay as they were. What the model itself raises is raised here.
    """
    from pyro.poutine import trace
    from pyro.poutine.util import site_is_subsample

    from autograder.probes import answers

    with answers.isolated():
        run = trace(fn).get_trace(*args, **kwargs)
    sites = {
        name: site
        for name, site in run.nodes.items()
        if site["type"] == "param" or (site["type"] == "sample" and not site_is_subsample(site))
    }
    parents, doubt = _parents((fn, args, kwargs), sites)
    nodes = []
    for name, site in sites.items():
        kind = _kind(site)
        family = _family(site["fn"]) if kind in ("latent", "observed") else ""
        nodes.append(Node(name, kind, family, tuple(parent for parent in sites if parent in parents.get(name, ()))))
    return Graph(getattr(fn, "__name__", type(fn).__name__), tuple(nodes), _plates(sites), doubt)


def _parents(call: dependence.Call, sites: Mapping[str, Mapping[str, Any]]) -> tuple[dependence.Parents, str]:
    """The parents of each site, and what may be missing: not every model can be run in both ways."""
    parents, doubts = {}, []
    try:
        parents = dependence.followed(*call)
    except Exception as error:
        doubts.append(f"Arrows may be missing: values could not be followed here ({type(error).__name__}).")
    try:
        samples = {name: site for name, site in sites.items() if site["type"] == "sample"}
        for name, more in dependence.tried(call, samples, parents).items():
            parents.setdefault(name, set()).update(more)
    except Exception as error:
        doubts.append(f"Arrows may be missing: other values could not be tried here ({type(error).__name__}).")
    return parents, " ".join(doubts)


def _kind(site: Mapping[str, Any]) -> str:
    if site["type"] == "param":
        return "param"
    if site["infer"].get("_deterministic"):
        return "deterministic"
    return "observed" if site["is_observed"] else "latent"


def _family(fn: Any) -> str:
    while type(fn).__name__ in WRAPPERS:
        fn = fn.base_dist
    return type(fn).__name__


def _plates(sites: Mapping[str, Mapping[str, Any]]) -> tuple[Plate, ...]:
    found: dict[str, tuple[int, int, list[str]]] = {}
    for name, site in sites.items():
        if site["type"] == "param" and site["kwargs"].get("event_dim") is None:
            continue  # one for all, wherever its statement stands
        for frame in site["cond_indep_stack"]:
            size = int(frame.size)
            found.setdefault(frame.name, (size, int(frame.full_size or size), []))[2].append(name)
    return tuple(Plate(name, size, full, tuple(members)) for name, (size, full, members) in found.items())
