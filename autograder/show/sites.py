"""A trace as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from autograder.expect.tables import Column, Table, dims
from autograder.probes.records import Site, Trace
from autograder.show.picture import Shown


def trace(source: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Shown:
    """A trace as a table: each site with its kind, family, shapes, plates and log density.

    Args:
        source: a model or guide, which is run with the arguments and leaves nothing behind; or a trace, of Pyro or as
            ``expect.trace`` gives it.
    """
    table = table_of(record(source, args, kwargs))
    return Shown(table.html(), table.text())


def record(source: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Trace:
    """The record of a trace, however it is given."""
    if isinstance(source, Trace):
        return source
    from pyro.poutine import Trace as PyroTrace

    from autograder import expect

    if isinstance(source, PyroTrace):
        return _recorded(source)
    if not callable(source):
        raise TypeError(f"show.trace takes a model or a trace, and this is {type(source).__name__}.")
    return expect.trace(source, args, kwargs)


def _recorded(source: Any) -> Trace:
    from autograder.probes.pyro_answers import _site

    copied = source.copy()
    for name in copied.nodes:  # so that the log densities are not left in the trace that was given
        copied.nodes[name] = dict(source.nodes[name])
    copied.compute_log_prob()
    sites = {name: _site(node) for name, node in copied.nodes.items() if node["type"] in ("sample", "param")}
    return Trace(sites, shapes=copied.format_shapes(), log_density=copied.log_prob_sum().item())


def kind(found: Site) -> str:
    """What a site is, in one word."""
    if found.kind == "sample":
        if found.observed and found.masked and found.family == "Delta":
            return "deterministic"
        return "observed" if found.observed else "latent"
    return found.kind


def table_of(run: Trace, marked: frozenset[str] = frozenset()) -> Table:
    """The table of a trace; ``marked`` sites stand out."""
    shown = [found for found in run.sites.values() if found.kind in ("sample", "param")]
    spans = [
        max([1, *(len(shape(found)) for found in shown)])
        for shape in (lambda s: s.batch_shape, lambda s: s.event_shape)
    ]
    columns = [
        *(Column(head) for head in ("site", "kind", "family")),
        Column("value", 1, True),
        Column("batch", spans[0], True),
        Column("event", spans[1], True),
        Column("plates"),
        Column("log density", 1, True),
    ]
    rows = [[*facts(found, spans)] for found in shown]
    if run.log_density is not None:
        rows.append(["all sites", "", "", "", *dims([], [], *spans), "", f"{run.log_density:.4f}"])
    names = [found.name for found in shown]
    places = frozenset(index for index, name in enumerate(names) if name in marked)
    return Table(f"Trace of {run.called}" if run.called else "Trace", columns, rows, places)


def facts(found: Site, spans: Sequence[int]) -> list[str]:
    """The cells of a site's row."""
    value = list(found.value.shape) if isinstance(found.value, torch.Tensor) else type(found.value).__name__
    batch, event = ([str(size) for size in shape] for shape in (found.batch_shape, found.event_shape))
    plates = ", ".join(f"{plate.name} ({plate.size})" for plate in found.plates)
    score = "" if found.log_prob is None else f"{found.log_prob.double().sum().item():.4f}"
    family = found.family or (found.constraint if found.kind == "param" else "")
    return [found.name, kind(found), family, str(value), *dims(batch, event, *spans), plates, score]
