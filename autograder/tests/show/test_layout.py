"""Where the nodes of a diagram stand: boxes hold their members, nothing overlaps."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from autograder.show.graph import graph
from autograder.show.layout import HEIGHT, Layout, place
from autograder.tests.show.models import MODELS, chain, three_crossing

# --- where a diagram puts things ---------------------------------------------------------------------------------


def layout_of(model: Any) -> Layout:
    facts = graph(model, (), {})
    widths = {node.name: 60.0 for node in facts.nodes}
    edges = [(parent, node.name) for node in facts.nodes for parent in node.parents]
    return place(widths, edges, {plate.label: plate.members for plate in facts.plates})


@pytest.mark.parametrize("model", MODELS)
def test_a_box_holds_its_members_and_nobody_else(model):
    layout = layout_of(model)
    assert layout.boxes or model is chain
    for box in layout.boxes:
        (left, right), (top, bottom) = layout.sides(box), layout.ends(box)
        for name, x in layout.x.items():
            y = layout.y[name]
            if name in box.members:
                assert left < x - 30 < x + 30 < right
                assert top < y - HEIGHT / 2 < y + HEIGHT / 2 < bottom
            else:
                assert x + 30 < left or x - 30 > right or y + HEIGHT / 2 < top or y - HEIGHT / 2 > bottom


@pytest.mark.parametrize("model", MODELS)
def test_nodes_do_not_overlap_arrows_lead_down_and_borders_of_boxes_differ(model):
    layout = layout_of(model)
    for a, b in combinations(layout.x, 2):
        assert abs(layout.x[a] - layout.x[b]) >= 60 or abs(layout.y[a] - layout.y[b]) >= HEIGHT
    assert all(layout.y[a] < layout.y[b] for a, b in layout.edges)
    for one, other in combinations(layout.boxes, 2):
        if one.members & other.members:
            assert abs(layout.ends(one)[1] - layout.ends(other)[1]) >= 14, "two labels on one line"


def test_plates_that_cannot_stand_side_by_side_are_drawn_in_parts():
    """Three sets of plates, each pair with a site of its own: no order of columns serves all three."""
    boxes = [box.label for box in layout_of(three_crossing).boxes]
    assert set(boxes) == {"a (2)", "b (2)", "c (2)"}
    assert len(boxes) > 3
