"""The plate diagram of a live model, or of one that is still to be written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.show.graph import Graph, Node, Plate, graph
from autograder.show.layout import HEIGHT, Box, Layout, place
from autograder.show.picture import GROUND, INK, LINE, SHADE, Picture, label

MOST = 40  # nodes
EDGE = 12  # of the picture
_KEY = {
    "latent": "open: latent",
    "observed": "filled: observed",
    "deterministic": "dashed: deterministic",
    "param": "square: param",
}


def model(fn: Callable[..., Any], args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Picture:
    """The plate diagram of a model or guide, as it runs with these arguments.

    Open nodes are latent, filled ones observed, dashed ones deterministic, square ones params; a box is a plate with
    its name and size. An arrow leads from each site to those whose distribution is computed from its value. The model
    is run some times more to find that out; the param store and the random state stay as they were.
    """
    facts = graph(fn, args, kwargs or {})
    if len(facts.nodes) > MOST:
        raise ValueError(f"{facts.called} has {len(facts.nodes)} sites, too many to draw; show.trace lists them.")
    return drawn(facts)


def sketch(
    sites: Mapping[str, str],
    parents: Mapping[str, Sequence[str]] | None = None,
    plates: Mapping[str, Sequence[str]] | None = None,
) -> Picture:
    """The plate diagram of a program that is still to be written, drawn as :func:`model` draws one that runs.

    >>> show.sketch({"mu": "latent", "y": "observed"}, parents={"y": ["mu"]}, plates={"N": ["y"]})

    Args:
        sites: the kind of each site by its name: "latent", "observed", "deterministic" or "param".
        parents: for a site, those that its distribution is computed from.
        plates: for a plate, by its name, the sites in it.

    Raises:
        ValueError: for a kind that there is not, or a site that is not among ``sites``.
    """
    parents, plates = parents or {}, plates or {}
    for name, kind in sites.items():
        if kind not in _KEY:
            raise ValueError(f"The site '{name}' is said to be '{kind}'; a site is one of: {', '.join(_KEY)}.")
    for name in [*parents, *(one for names in (*parents.values(), *plates.values()) for one in names)]:
        if name not in sites:
            raise ValueError(f"There is no site '{name}' in this sketch; it has: {', '.join(sites) or 'none'}.")
    nodes = tuple(Node(name, kind, parents=tuple(parents.get(name, ()))) for name, kind in sites.items())
    boxes = tuple(Plate(name, None, None, tuple(members)) for name, members in plates.items())
    return drawn(Graph("sketch", nodes, boxes))


def drawn(facts: Graph) -> Picture:
    """The picture of a graph."""
    widths = {node.name: max(HEIGHT, 7.6 * len(node.name) + 20, 6.2 * len(node.family) + 22) for node in facts.nodes}
    edges = [(parent, node.name) for node in facts.nodes for parent in node.parents]
    layout = place(widths, edges, {plate.label: plate.members for plate in facts.plates})
    kinds = {node.name: node.kind for node in facts.nodes}
    parts = [_box(layout, box) for box in layout.boxes]
    parts += [_arrow(layout, kinds, parent, child) for parent, child in edges]
    parts += [_name(layout, box) for box in layout.boxes]
    parts += [_node(layout, node) for node in facts.nodes]
    right = max(
        [layout.x[name] + width / 2 for name, width in widths.items()] + [layout.sides(b)[1] for b in layout.boxes],
        default=0.0,
    )
    bottom = max(
        [y + HEIGHT / 2 for y in layout.y.values()] + [layout.ends(box)[1] for box in layout.boxes], default=0.0
    )
    key = " · ".join(words for kind, words in _KEY.items() if kind in kinds.values()) or "no sites"
    width = max(right, 5.6 * len(key), 5.6 * len(facts.doubt)) + 2 * EDGE
    notes = [label(EDGE, bottom + EDGE + 24, key, 11, "start")]
    if facts.doubt:
        notes.append(label(EDGE, bottom + EDGE + 40, facts.doubt, 11, "start"))
    shift = (width - right) / 2
    body = f'<g transform="translate({shift:.1f} {EDGE})">{"".join(parts)}</g>{"".join(notes)}'
    return Picture(body, width, bottom + EDGE + 20 + 16 * len(notes), facts.text)


def _box(layout: Layout, box: Box) -> str:
    (left, right), (top, end) = layout.sides(box), layout.ends(box)
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{end - top:.1f}" rx="8" fill="none"'
        f' stroke="{LINE}" stroke-width="1.4"/>'
    )


def _name(layout: Layout, box: Box) -> str:
    return label(layout.sides(box)[1] - 8, layout.ends(box)[1] - 6, box.label, 12, "end", halo=True)


def _node(layout: Layout, node: Node) -> str:
    x, y, width = layout.x[node.name], layout.y[node.name], layout.widths[node.name]
    fill = SHADE if node.kind == "observed" else GROUND
    dashes = ' stroke-dasharray="5 3"' if node.kind == "deterministic" else ""
    shape = (
        f'<rect x="{x - width / 2:.1f}" y="{y - HEIGHT / 2:.1f}" width="{width:.1f}" height="{HEIGHT}"'
        f' rx="{_corner(node.kind)}" fill="{fill}" stroke="{INK}" stroke-width="1.4"{dashes}/>'
    )
    if not node.family:
        return shape + label(x, y + 4.5, node.name)
    return shape + label(x, y - 1, node.name) + label(x, y + 13, node.family, 10.5)


def _corner(kind: str) -> float:
    return 2 if kind == "param" else HEIGHT / 2


def _arrow(layout: Layout, kinds: Mapping[str, str], parent: str, child: str) -> str:
    """A line from rim to rim, with its head."""
    start, end = ((layout.x[name], layout.y[name]) for name in (parent, child))
    ax, ay = _rim(start, end, layout.widths[parent], _corner(kinds[parent]))
    bx, by = _rim(end, start, layout.widths[child], _corner(kinds[child]))
    angle = math.atan2(by - ay, bx - ax)
    wings = " ".join(
        f"{bx - 9 * math.cos(angle + turn):.1f},{by - 9 * math.sin(angle + turn):.1f}" for turn in (0.4, -0.4)
    )
    stop = f'x2="{bx - 7 * math.cos(angle):.1f}" y2="{by - 7 * math.sin(angle):.1f}"'
    return (
        f'<line x1="{ax:.1f}" y1="{ay:.1f}" {stop} stroke="{INK}" stroke-width="1.3"/>'
        f'<polygon points="{bx:.1f},{by:.1f} {wings}" fill="{INK}"/>'
    )


def _rim(middle: tuple[float, float], towards: tuple[float, float], width: float, corner: float) -> tuple[float, float]:
    """Where the line from the middle of a node leaves it."""
    near, far = 0.0, 1.0
    for _ in range(24):
        share = (near + far) / 2
        dx, dy = (share * (to - at) for to, at in zip(towards, middle, strict=True))
        over = (max(abs(dx) - width / 2 + corner, 0.0), max(abs(dy) - HEIGHT / 2 + corner, 0.0))
        near, far = (share, far) if math.hypot(*over) <= corner else (near, share)
    return middle[0] + near * (towards[0] - middle[0]), middle[1] + near * (towards[1] - middle[1])
