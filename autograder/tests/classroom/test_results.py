"""Reports: whatever a student's messages and file names hold, JSON and JUnit can be read again by other programs."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.console import Console

from autograder.classroom import results
from autograder.judging.graded import Graded
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status
from autograder.judging.verdicts import Verdict
from autograder.notebooks import GradedCell

NASTY = "".join(map(chr, range(32))) + "\x7f\x85\ufffe\uffff\ud800 ]]> <b>&amp; \"' [red]x[/] 😀 ü"


def outcome(grade_id: str, status: str = "passed", **facts: object) -> Outcome:
    score = {"passed": 2.0, "partial": 1.0, "not_graded": None}.get(status, 0.0)
    return Outcome(grade_id, status, score, 2.0, **facts)


ROWS = [
    Graded("step_03", "ada", [outcome("one"), outcome("two", "failed", message="It is 5.", hint="Look at the plate.")]),
    Graded(
        "step_03", "bob", [outcome(status, status, message=f"It {status}.", log="Trace\nback") for status in Status]
    ),
    Graded("step_03", "eve", problem="eve.ipynb is not a notebook"),
    Graded("", "fay", problem="belongs nowhere"),
    Graded("step_04", "gus", []),
]


def nasty_rows() -> list[Graded]:
    bad = outcome("one", "failed", asked=NASTY, message=NASTY, look=NASTY, table=NASTY, hint=NASTY, log=NASTY)
    plain = outcome("two", "crashed", message=NASTY)
    return [Graded("step_03", NASTY, [bad, plain], [NASTY]), Graded(NASTY, "x" + NASTY, problem=NASTY)]


def test_json_says_everything_of_every_row(tmp_path):
    path = tmp_path / "out.json"
    results.write_json(ROWS, path, "every promise holds")
    said = json.loads(path.read_text())
    assert said["confinement"] == "every promise holds"
    data = said["submissions"]
    assert [row["student"] for row in data] == ["ada", "bob", "eve", "fay", "gus"]
    ada, bob, eve = data[:3]
    assert (ada["score"], ada["points"], ada["problem"]) == (2.0, 4.0, "")
    assert [(o["grade_id"], o["status"], o["score"]) for o in ada["outcomes"]] == [
        ("one", "passed", 2.0),
        ("two", "failed", 0.0),
    ]
    assert ada["outcomes"][1]["hint"] == "Look at the plate."
    assert {o["status"]: o["score"] for o in bob["outcomes"]}["not_graded"] is None
    assert bob["outcomes"][0]["log"] == "Trace\nback"
    assert (eve["problem"], eve["outcomes"]) == ("eve.ipynb is not a notebook", [])


def test_json_holds_any_text(tmp_path):
    path = tmp_path / "out.json"
    results.write_json(nasty_rows(), path, "none")
    data = json.loads(path.read_bytes().decode("utf-8"))["submissions"]
    assert data[0]["outcomes"][0]["message"] == NASTY
    assert data[0]["student"] == NASTY
    assert data[1]["problem"] == NASTY


def suites(path: Path) -> list[ET.Element]:
    root = ET.parse(path).getroot()
    assert root.tag == "testsuites"
    return list(root)


def test_junit_counts_as_ci_expects(tmp_path):
    path = tmp_path / "out.xml"
    results.write_junit(ROWS, path, "every promise holds")
    found = suites(path)
    assert [suite.get("name") for suite in found] == [
        "step_03/ada",
        "step_03/bob",
        "step_03/eve",
        "/fay",
        "step_04/gus",
    ]
    for suite in found:
        assert suite.find("properties/property[@name='confinement']").get("value") == "every promise holds"
    for suite in found[:4]:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    ada, bob, eve = found[:3]
    assert [(case.get("name"), len(case)) for case in ada.findall("testcase")] == [("one", 0), ("two", 1)]
    assert ada.find("testcase/failure").get("message") == "Look at the plate."
    failed = {case.get("name"): case[0] for case in bob.findall("testcase") if len(case)}
    assert set(failed) == set(Status) - {"passed"}
    assert failed["not_graded"].tag == "error"
    assert failed["timeout"].tag == "failure"
    assert failed["timeout"].get("type") == "timeout"
    assert eve.find("testcase/error").get("message") == "eve.ipynb is not a notebook"


def test_junit_holds_any_text(tmp_path):
    path = tmp_path / "out.xml"
    results.write_junit(nasty_rows(), path, "none")
    first, second = suites(path)
    said = first.find("testcase/failure").get("message")
    assert all(text in said for text in ("<b>&amp;", "]]>", "\t", "😀", "[red]x[/]"))
    assert second.find("testcase/error") is not None


def shown(rows: list[Graded]) -> str:
    console = Console(file=io.StringIO(), width=200, color_system=None, legacy_windows=False)
    console.print(results.table(rows))
    return console.file.getvalue()


def test_the_table_has_a_line_for_each_row():
    text = shown(ROWS)
    lines = {name: next(line for line in text.splitlines() if name in line) for name in ("ada", "bob", "eve", "fay")}
    assert "2/4" in lines["ada"]
    assert "✓ ✗" in lines["ada"]
    assert "not a notebook" in lines["eve"]
    for sign in "✓✗◐TM†?":
        assert sign in lines["bob"]


def test_the_table_names_what_was_recognised_and_mended():
    text = shown(
        [Graded("s", "ada", [outcome("a", "failed", misconception="size_from_n_obs")], ["The cell 'a' was back."])]
    )
    assert "size from n obs" in text
    assert "The cell 'a' was back." in text


def test_the_table_shows_any_text_and_lets_none_command_the_terminal():
    text = shown(nasty_rows())
    text.encode()
    assert "\x1b" not in text
    assert "\x08" not in text
    assert "[red]x[/]" in text


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (ROWS, ["5 submissions, 2 of them not graded; graded cells: ", "2 passed", "1 timeout"]),
        ([], ["0 submissions"]),
        (ROWS[:1], ["1 submission; graded cells: 1 failed"]),
    ],
)
def test_the_summary_counts(rows, parts):
    line = results.summary(rows)
    assert all(part in line for part in parts)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("status", "share", "score"),
    [
        ("passed", 1.0, 3.0),
        ("partial", 0.5, 1.5),
        ("partial", 7.0, 3.0),
        ("failed", 0.0, 0.0),
        ("failed", -1.0, 0.0),
        ("timeout", 0.0, 0.0),
        ("not_graded", 1.0, None),
    ],
)
def test_an_outcome_is_never_worth_more_than_its_cell_nor_less_than_nothing(status, share, score):
    made = Outcome.of(GradedCell("a", 3.0, 0), Verdict(status, share, message="It is so.", log="secret"), None)
    assert (made.status, made.score, made.points) == (status, score, 3.0)
    assert "secret" not in json.dumps(made.public()) + made.panel().text() + made.panel().html()
    assert "It is so." in made.panel().text()


def test_gradescope_gets_scores_texts_and_no_secrets(tmp_path):
    path = tmp_path / "results.json"
    results.write_gradescope(ROWS[1], path, "every promise holds")
    said = json.loads(path.read_text())
    *cells, hidden = said["tests"]
    assert [(cell.get("score"), cell["max_score"]) for cell in cells] == [
        ({"passed": 2.0, "partial": 1.0, "not_graded": None}.get(status, 0.0), 2.0) for status in Status
    ]
    assert {cell.get("status") for cell in cells} == {"passed", "failed", None}
    assert "Trace" not in path.read_text()
    assert (hidden["visibility"], hidden["output"]) == ("hidden", "every promise holds")
    assert "score" not in said


def test_gradescope_gets_the_reason_why_there_are_no_outcomes(tmp_path):
    path = tmp_path / "results.json"
    results.write_gradescope(ROWS[2], path, "x")
    said = json.loads(path.read_text())
    assert (said["score"], said["output"]) == (0.0, "eve.ipynb is not a notebook")


def test_gradescope_takes_any_text(tmp_path):
    path = tmp_path / "results.json"
    for row in nasty_rows():
        results.write_gradescope(row, path, NASTY)
        assert json.loads(path.read_text())["stdout_visibility"] == "hidden"
