"""Panels: what they say to eyes, ears and terminals; the table of shapes; colours that hold on both grounds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import expect
from autograder.expect import tables
from autograder.expect.panel import Panel, Tone, inline
from autograder.judging.status import Status
from autograder.tests.show.test_picture import contrast


@pytest.mark.parametrize("tone", Tone)
def test_the_badge_can_be_read_and_stands_out_in_both_themes(tone):
    html = Panel("A title", "a state", tone).html()
    [ground, ink] = re.search(r"background:(#\w+);color:(#\w+)", html).groups()
    assert contrast(ground, ink.replace("#fff", "#ffffff")) >= 4.5
    assert contrast(ground, "#ffffff") >= 3
    assert contrast(ground, "#111111") >= 3


def test_no_state_is_told_by_colour_alone():
    assert len({tone.sign for tone in Tone}) == len(Tone)
    assert len({status.sign for status in Status}) == len(Status)
    assert len({status.word for status in Status}) == len(Status)


def test_a_panel_is_a_status_with_its_state_in_words():
    panel = Panel("The `plate`", "wrong shape", "bad", [("", "A sentence."), ("Where to look", "There.")])
    root = ET.fromstring(panel.html())
    assert root.get("role") == "status"
    [sign] = root.findall(".//span[@aria-hidden='true']")
    assert sign.text.strip() == Tone.BAD.sign
    said = "".join(root.itertext())
    assert all(part in said for part in ("wrong shape", "The plate", "A sentence.", "Where to look. There."))
    assert root.find(".//code").text == "plate"
    assert panel.text().splitlines()[0] == "✗ The `plate`: wrong shape"


def test_whatever_students_write_is_text_and_never_markup():
    evil = '<img src=x onerror="alert(1)"> `<script>` </div>'
    for table in (evil, f"Trace Shapes:\n Sample Sites:\n {evil.replace(' ', '_')} dist 3 |"):
        html = Panel(evil, evil, "bad", [(evil, evil)], table).html()
        root = ET.fromstring(html.replace("<br>", "<br/>"))
        assert {node.tag for node in root.iter()} <= {
            *("div", "span", "b", "code", "pre", "table", "caption", "thead", "tbody", "tr", "th", "td")
        }
        assert "onerror" not in [key for node in root.iter() for key in node.attrib]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ask whether there *are* data.", "Ask whether there <em>are</em> data."),
        ("*One site* alone, and `a *b* c`", "<em>One site</em> alone, and <code>a *b* c</code>"),
        ("2 * 3 * 4, f(*args) and f(*args, **kwargs)", "2 * 3 * 4, f(*args) and f(*args, **kwargs)"),
        ("one `odd *backtick*", "one `odd *backtick*"),
    ],
)
def test_code_and_emphasis_are_shown_as_such(text, html):
    assert inline(text) == html


# --- the table of shapes -----------------------------------------------------------------------------------------


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
