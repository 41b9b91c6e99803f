"""A target and one's own, side by side."""

from __future__ import annotations

import html
from typing import Any

from autograder.probes.records import Site, Trace
from autograder.show.picture import Picture, Shown, label
from autograder.show.sites import kind, record, table_of

_HEADS = ("Target", "Yours")
_HEAD, _SPACE = 26, 24  # room above a picture, and between two


def beside(target: Any, yours: Any) -> Picture | Shown:
    """Two pictures of ``show``, or two traces (or models that take no arguments), side by side.

    In the tables of two traces the sites that differ stand out, and below them stands how they differ.
    """
    if isinstance(target, Picture) and isinstance(yours, Picture):
        return _pictures(target, yours)
    if any(isinstance(one, (Picture, Shown)) for one in (target, yours)):
        raise TypeError("show.beside takes two pictures, or two traces or models.")
    wanted, got = record(target), record(yours)
    differing = differences(wanted, got)
    tables = [table_of(run, frozenset(differing)) for run in (wanted, got)]
    said = " ".join(differing.values()) or "Both have the same sites, kinds, families, shapes and plates."
    sides = "".join(
        f'<div role="group" aria-label="{head}"><b>{head}</b><br>{table.html()}</div>'
        for head, table in zip(_HEADS, tables, strict=True)
    )
    source = f'<div style="display:flex;flex-wrap:wrap;gap:8px 28px">{sides}</div><div>{html.escape(said)}</div>'
    return Shown(source, f"{_headed([table.text() for table in tables])}\n{said}")


def differences(target: Trace, yours: Trace) -> dict[str, str]:
    """For each site that differs, a sentence that says how; numbers are not looked at."""
    said = {}
    own = [{name: site for name, site in run.sites.items() if site.kind != "plate"} for run in (target, yours)]
    for name in {**own[0], **own[1]}:
        wanted, got = (sites.get(name) for sites in own)
        if wanted is None or got is None:
            said[name] = f"'{name}' is only in {'yours' if wanted is None else 'the target'}."
            continue
        parts = [
            f"{what} {mine or 'none'} instead of {theirs or 'none'}"
            for what, mine, theirs in zip(_FACTS, _facts(got), _facts(wanted), strict=True)
            if mine != theirs
        ]
        if parts:
            said[name] = f"'{name}' has {', '.join(parts)}."
    return said


_FACTS = ("kind", "family", "batch shape", "event shape", "plates")


def _facts(site: Site) -> list[str]:
    plates = ", ".join(sorted(f"{plate.name} ({plate.size})" for plate in site.plates))
    return [kind(site), site.family, str(list(site.batch_shape)), str(list(site.event_shape)), plates]


def _pictures(*pictures: Picture) -> Picture:
    """Pictures next to one another in one, under their heads."""
    body, x = "", 0.0
    for head, one in zip(_HEADS, pictures, strict=True):
        place = f'x="{x:.0f}" y="{_HEAD}" width="{one.width:.0f}" height="{one.height:.0f}"'
        body += f'{label(x + 12, 18, head, 14, "start")}<svg {place} viewBox="0 0 {one.width:.0f} {one.height:.0f}">'
        body += f"{one.body}</svg>"
        x += one.width + _SPACE
    height = _HEAD + max(one.height for one in pictures)
    return Picture(body, x - _SPACE, height, _headed([one.text for one in pictures]))


def _headed(texts: list[str]) -> str:
    return "\n".join(f"{head}\n{text}" for head, text in zip(_HEADS, texts, strict=True))
