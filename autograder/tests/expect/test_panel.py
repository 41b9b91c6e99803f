"""Panels: what they say to eyes, ears and terminals; the table of shapes; colours that hold on both grounds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

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
