"""Tables: Pyro's own table of shapes read back, with heads for all rows and columns, and as text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import expect
from autograder.expect import tables
from autograder.expect.panel import Panel


def several() -> None:
    pyro.param("mu shift", torch.zeros(3, 2))
    with pyro.plate("G", 3, dim=-2), pyro.plate("N", 12, dim=-1):
        pyro.sample("y", dist.Normal(torch.zeros(2), 1.0).to_event(1))
    pyro.sample("z", dist.Normal(0.0, 1.0), obs=torch.zeros(5))


def test_pyros_table_of_shapes_becomes_a_table():
    table = tables.shapes(expect.trace(several).shapes)
    assert [column.head for column in table.columns] == ["site", "what", "batch", "event"]
    assert [column.span for column in table.columns] == [1, 1, 2, 2]
    assert table.rows == [
        ["mu shift", "param", "", "", "3", "2"],
        ["G", "plate", "", "3", "", ""],
        ["N", "plate", "", "12", "", ""],
        ["y", "distribution", "3", "12", "2", ""],
        ["z", "distribution", "", "", "", ""],
        ["z", "value", "", "5", "", ""],
        ["z", "log_prob", "", "5", "", ""],
    ]


def test_the_table_of_a_trace_that_broke_off_is_read_too():
    def wrong() -> None:
        pyro.sample("x", dist.Dirichlet(torch.ones(2)))
        with pyro.plate("N", 3):
            pyro.sample("y", dist.Normal(torch.zeros(4), 1.0))

    with pytest.raises(expect.Mismatch) as caught:
        expect.trace(wrong)
    assert caught.value.code == "raised:ValueError:wrong"
    table = tables.shapes(caught.value.table)
    assert ["x", "distribution", "", "2"] in table.rows
    assert ["N", "value", "3", ""] in table.rows


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Trace Shapes:",
        "Trace Shapes: TABLE",
        "Trace Shapes:\nSample Sites:\n y dist 3 | x",
        "Trace Shapes:\nSample Sites:\n value 3 |",
        "Sample Sites:\n y dist 3 |\n log_pr",
        "a | b | c",
        "| | |\n\n|",
        "Trace Shapes:\nSample Sites:\n  |",
    ],
)
def test_any_other_text_stays_as_it_is(text):
    assert tables.shapes(text) is None
    html = Panel("t", "s", "bad", [], text).html()
    assert ("<pre" in html) == bool(text)
    assert "<table" not in html


def test_each_row_and_column_of_a_table_has_a_head():
    root = ET.fromstring(tables.shapes(expect.trace(several).shapes).html())
    assert root.get("tabindex") == "0"
    assert root.get("aria-label") == root.find(".//caption").text
    widths = {sum(int(cell.get("colspan", 1)) for cell in row) for row in root.iter("tr")}
    assert widths == {6}
    for row in root.find(".//tbody"):
        assert row[0].tag == "th"
        assert row[0].get("scope") == "row"
    assert all(cell.get("scope") in ("col", "colgroup") for cell in root.find(".//thead/tr"))


def test_a_tables_text_has_its_cells_one_below_the_other():
    table = tables.Table("Shapes", [tables.Column("a"), tables.Column("b", 2, right=True)], [["x", "1", "20"]])
    assert table.text() == "Shapes\n  a  b\n  x  1  20"
