"""Places the nodes of a graph in layers, so that each plate is one box with its own members inside and nobody else.

First every set of plates gets columns of its own, which keeps plates apart wherever that is possible at all. Then
nodes and whole plates move sideways as long as the arrows get shorter and straighter and the picture narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby, permutations

HEIGHT = 44  # of a node
GAP = 18  # between neighbours
SIDE, STRIP, NEST = 10, 20, 10  # a box's padding, its line for the label, and what an outer box adds
ROW = 34  # between layers, without the boxes that end or begin there


@dataclass
class Box:
    """A plate's box: ``level`` 0 has no other box that shares members with it inside."""

    label: str
    members: frozenset[str]
    level: int = 0

    @property
    def side(self) -> int:
        """Padding on the left, on the right, and above."""
        return SIDE + NEST * self.level

    @property
    def below(self) -> int:
        """Padding below, with the lines for the labels."""
        return self.side + STRIP * (self.level + 1) - NEST * self.level


@dataclass
class Layout:
    """``x`` and ``y`` are the middles of the nodes, ``widths`` their widths."""

    widths: Mapping[str, float]
    rows: Mapping[str, int]
    edges: Sequence[tuple[str, str]]
    boxes: list[Box]
    x: dict[str, float]
    y: dict[str, float] = field(default_factory=dict)

    def sides(self, box: Box) -> tuple[float, float]:
        """The left and the right end of a box."""
        left = min(self.x[name] - self.widths[name] / 2 for name in box.members)
        right = max(self.x[name] + self.widths[name] / 2 for name in box.members)
        return left - box.side, max(right + box.side, left - box.side + 7.2 * len(box.label) + 12)

    def span(self, box: Box) -> tuple[int, int]:
        """The first and the last layer of a box."""
        rows = [self.rows[name] for name in box.members]
        return min(rows), max(rows)

    def ends(self, box: Box) -> tuple[float, float]:
        """The upper and the lower end of a box."""
        ys = [self.y[name] for name in box.members]
        return min(ys) - HEIGHT / 2 - box.side, max(ys) + HEIGHT / 2 + box.below


def place(widths: Mapping[str, float], edges: Sequence[tuple[str, str]], plates: Mapping[str, Iterable[str]]) -> Layout:
    """The layout of nodes with these widths; ``plates`` are labels with their members."""
    rows = _rows(list(widths), edges)
    groups = _grouped(widths, edges, {label: frozenset(members) for label, members in plates.items()})
    boxes = _boxes(groups)
    layout = Layout(widths, rows, edges, boxes, _columns(groups, widths, rows))
    if len(widths) > 1:
        _improve(layout)
    low = min(
        [x - widths[name] / 2 for name, x in layout.x.items()] + [layout.sides(box)[0] for box in boxes], default=0.0
    )
    for name in layout.x:
        layout.x[name] -= low
    layout.y = _heights(layout)
    return layout


Group = tuple[frozenset[str], list[str]]  # labels of plates, and the nodes that stand in exactly these


def _rows(names: list[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Each node below its parents; those without parents as low as their children allow."""
    rows = dict.fromkeys(names, 0)
    for _ in names:  # the longest path has fewer edges than there are nodes
        for parent, child in edges:
            rows[child] = max(rows[child], rows[parent] + 1)
    for name in names:
        children = [rows[child] for parent, child in edges if parent == name]
        if children and all(child != name for _, child in edges):
            rows[name] = min(children) - 1
    return rows


def _grouped(
    names: Iterable[str], edges: Sequence[tuple[str, str]], plates: Mapping[str, frozenset[str]]
) -> list[Group]:
    """The nodes by their plates, in an order in which each plate's groups stand side by side if any order does that."""
    found: dict[frozenset[str], list[str]] = {}
    for name in names:
        found.setdefault(frozenset(label for label, members in plates.items() if name in members), []).append(name)
    groups = list(found.items())
    if len(groups) > 6:  # more orders than there is time for
        return sorted(groups, key=lambda group: sorted(group[0]))

    def cost(order: Iterable[Group]) -> tuple[int, int]:
        order = list(order)
        at = {name: place for place, (_, members) in enumerate(order) for name in members}
        runs = sum(len(_runs(order, label)) for label in plates)
        return runs, sum(abs(at[parent] - at[child]) for parent, child in edges)

    return list(min(permutations(groups), key=cost))


def _runs(groups: Sequence[Group], label: str) -> list[frozenset[str]]:
    """A plate's members, by stretches of neighbouring groups."""
    stretches = groupby(groups, key=lambda group: label in group[0])
    return [frozenset(name for _, names in stretch for name in names) for inside, stretch in stretches if inside]


def _boxes(groups: Sequence[Group]) -> list[Box]:
    """One box for each stretch, the inner ones first."""
    labels = {label: None for plates, _ in groups for label in plates}
    boxes = [Box(label, members) for label in labels for members in _runs(groups, label)]
    boxes.sort(key=lambda box: len(box.members))
    for index, box in enumerate(boxes):
        inner = [other.level for other in boxes[:index] if other.members & box.members]
        box.level = max(inner, default=-1) + 1
    return boxes


def _columns(groups: Sequence[Group], widths: Mapping[str, float], rows: Mapping[str, int]) -> dict[str, float]:
    """Columns of its own for each group, wide enough for all boxes that may begin or end between two of them."""
    x, left = {}, 0.0
    for plates, names in groups:
        lines = [[name for name in names if rows[name] == row] for row in sorted({rows[name] for name in names})]
        lengths = [sum(widths[name] + GAP for name in line) for line in lines]
        longest = max([*lengths, *(7.2 * len(label) + 2 * GAP for label in plates)])
        for line, length in zip(lines, lengths, strict=True):
            at = left + (longest - length) / 2
            for name in line:
                x[name] = at + widths[name] / 2
                at += widths[name] + GAP
        left += longest + 2 * (SIDE + NEST * 3)
    return x


def _improve(layout: Layout) -> None:
    """Makes one move after the other while the cost falls."""
    blocks = list(dict.fromkeys([frozenset([name]) for name in layout.x] + [box.members for box in layout.boxes]))
    best = _cost(layout)
    for _ in range(40 if len(layout.x) <= 12 else 4):
        before = best
        for move in _moves(layout, blocks):
            for name, step in move.items():
                layout.x[name] += step
            cost = _cost(layout)
            if cost < best - 1e-6:
                best = cost
                continue
            for name, step in move.items():
                layout.x[name] -= step
        if best == before:
            return


def _moves(layout: Layout, blocks: list[frozenset[str]]) -> Iterator[dict[str, float]]:
    """A node or a plate to the middle of its neighbours and some ways to either side; two nodes that change places."""
    x = layout.x
    for block in blocks:
        outward = [(a, b) for edge in layout.edges for a, b in (edge, edge[::-1]) if a in block and b not in block]
        pulls = [x[b] - x[a] for a, b in outward]
        middle = [sum(pulls) / len(pulls)] if pulls else []
        for step in [*middle, *pulls, *(sign * step for step in (8, 24, 72, 216) for sign in (1, -1))]:
            yield dict.fromkeys(block, step)
    for a, b in combinations(x, 2):
        if layout.rows[a] == layout.rows[b]:
            yield {a: x[b] - x[a], b: x[a] - x[b]}


def _cost(layout: Layout) -> float:
    if _clash(layout):
        return float("inf")
    x, rows = layout.x, layout.rows
    slants = sum(abs(x[a] - x[b]) + (x[a] - x[b]) ** 2 / 400 for a, b in layout.edges)
    ends = [layout.sides(box) for box in layout.boxes] + [
        (x[name] - width / 2, x[name] + width / 2) for name, width in layout.widths.items()
    ]
    wide = max(end for _, end in ends) - min(start for start, _ in ends)
    crossings = sum(
        rows[a] == rows[c] and rows[b] == rows[d] and (x[a] - x[c]) * (x[b] - x[d]) < 0
        for (a, b), (c, d) in combinations(layout.edges, 2)
    )
    hidden = sum(_passes(layout, edge, name) for edge in layout.edges for name in x if name not in edge)
    turned = sum(rows[a] == rows[b] and x[a] > x[b] for a, b in combinations(x, 2))  # against the order of the run
    return slants + wide + 150 * crossings + 400 * hidden + 40 * turned


def _passes(layout: Layout, edge: tuple[str, str], name: str) -> bool:
    """Whether the line of an edge runs through another node."""
    (a, b), rows, x = edge, layout.rows, layout.x
    if not rows[a] < rows[name] < rows[b]:
        return False
    above, below = (
        x[a] + (x[b] - x[a]) * (rows[name] + part - rows[a]) / (rows[b] - rows[a]) - x[name] for part in (-0.4, 0.4)
    )
    return min(abs(above), abs(below)) < layout.widths[name] / 2 + 6 or above * below < 0


def _clash(layout: Layout) -> bool:
    """Whether nodes overlap, a box holds a node that is not in it, or boxes without a common member overlap."""
    x, rows, widths = layout.x, layout.rows, layout.widths
    for a, b in combinations(x, 2):
        if rows[a] == rows[b] and abs(x[a] - x[b]) < (widths[a] + widths[b]) / 2 + GAP - 1:
            return True
    spans = [(box, *layout.sides(box), *layout.span(box)) for box in layout.boxes]
    for box, left, right, first, last in spans:
        for name in x:
            inside = first <= rows[name] <= last and left - 6 < x[name] + widths[name] / 2
            if name not in box.members and inside and x[name] - widths[name] / 2 < right + 6:
                return True
    for (box, left, right, first, last), (other, left2, right2, first2, last2) in combinations(spans, 2):
        apart = right + 6 < left2 or right2 + 6 < left or last < first2 or last2 < first
        if not apart and not box.members & other.members:
            return True
    return False


def _heights(layout: Layout) -> dict[str, float]:
    """The middle of each layer: below the boxes that end above it, and those that begin with it."""

    def most(size: Callable[[Box], int], row: int, end: int) -> int:
        return max((size(box) for box in layout.boxes if layout.span(box)[end] == row), default=0)

    middles, at = {}, 0.0
    for row in range(max(layout.rows.values(), default=-1) + 1):
        at += most(lambda box: box.side, row, 0) + HEIGHT / 2
        middles[row] = at
        at += HEIGHT / 2 + most(lambda box: box.below, row, 1) + ROW
    return {name: middles[row] for name, row in layout.rows.items()}
