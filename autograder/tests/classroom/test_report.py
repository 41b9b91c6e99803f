"""The class report: everybody is counted once, nothing from a student is markup, nothing comes from elsewhere."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.classroom import earlier, report, results
from autograder.classroom.report import CellFigures, ClassReport, Member, Misconception
from autograder.classroom.run import grade as grade_class
from autograder.classroom.submissions import find
from autograder.cli import main
from autograder.course import Course, CourseError
from autograder.judging.graded import Graded, Mark, Standing
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status
from autograder.tests import small
from autograder.tests.classroom.test_run import FAULTY, RIGHT, WRONG, hand_in

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def database(course: Course) -> str:
    return f"sqlite:///{course.root / 'gradebook.db'}"


@pytest.fixture(scope="module")
def course(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two right, two with one misconception, one that dies, one that nothing explains, one broken file, one absent."""
    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("reported") / "course")))
    nobody_knows = "def double(x):\n    return x + 7\n"
    sources = {"ada": RIGHT, "ben": WRONG, "cleo": WRONG, "dora": FAULTY, "emil": nobody_knows, "gus": RIGHT}
    for name, source in sources.items():
        hand_in(course, name, source)
    hand_in(course, "finn", RIGHT).write_text("no notebook")
    list(grade_class(course, find(course, "small")))
    with Gradebook(database(course), "pyro") as gradebook:
        gradebook.update_or_create_student("zoe")
    return course


def test_everybody_is_there_once_with_state_and_score(course):
    found = report.gather(course, "small")
    states = {member.student: (member.state, member.score) for member in found.members}
    assert states == {
        "ada": ("graded", 2.0),
        "ben": ("graded", 0.0),
        "cleo": ("graded", 0.0),
        "dora": ("graded", 0.0),
        "emil": ("graded", 0.0),
        "finn": ("not graded", None),
        "gus": ("graded", 2.0),
        "zoe": ("missing", None),
    }
    assert found.missing == ["zoe"]
    assert (found.title, found.points, len(found.graded)) == ("Small", 2.0, 6)
    assert found.histogram == [4, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert all(member.cpu > 0 for member in found.graded)


def test_cells_and_misconceptions_are_counted(course):
    gathered = report.gather(course, "small")
    [cell] = gathered.cells
    assert cell.counts == {"passed": 2, "failed": 3, "crashed": 1}
    assert (cell.asked, round(cell.passed, 3), round(cell.mean, 3)) == ("The double of a number.", 0.333, 0.667)
    [found] = gathered.misconceptions
    assert (found.title, found.students, found.cells) == ("A square", ["ben", "cleo"], ["double_value"])
    assert gathered.unexplained == 2  # dora and emil


def test_a_score_by_hand_counts_and_an_open_one_waits(course, tmp_path):
    with Gradebook(database(course), "pyro") as gradebook:
        grade = gradebook.find_grade("double_value", "small", "small", "emil")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        waiting = gradebook.find_grade("double_value", "small", "small", "dora")
        waiting.needs_manual_grade = True
        gradebook.db.commit()
        try:
            gathered = report.gather(course, "small")
            members = {member.student: member for member in gathered.members}
            assert (members["emil"].state, members["emil"].score) == ("graded", 1.0)
            assert members["dora"].state == "waits"
            lines = {line["student"]: line for line in csv.DictReader(gathered.csv().splitlines())}
            assert (lines["emil"]["double_value:status"], lines["emil"]["double_value:score"]) == ("failed", "1")
            for line in lines.values():
                if line["score"]:
                    parts = [float(value) for name, value in line.items() if name.endswith(":score") and value]
                    assert sum(parts) - float(line["penalty"]) == float(line["score"])
            assert round(gathered.cells[0].mean, 3) == round(5 / 6, 3)
            assert "1 of 2 by hand" in gathered.html()
        finally:
            grade.manual_score, waiting.needs_manual_grade = None, False
            gradebook.db.commit()


def test_a_stub_a_cell_that_stops_and_another_failure_are_told_apart(built, tmp_path):
    course = Course(shutil.copytree(built.root, tmp_path / "course"))
    stub = "def double(x):\n    raise NotImplementedError\n"
    sources = {"stub": stub, "stops": "def double(x)\n    return 2 * x\n", "other": "def double(x):\n    return 7\n"}
    for name, source in sources.items():
        hand_in(course, name, source)
    rows = {row.student: row for row in grade_class(course, find(course, "small"))}
    gathered = report.gather(course, "small")
    assert (gathered.unwritten, gathered.stopped, gathered.unexplained) == (1, 1, 1)
    page, console = gathered.html(), Console(file=io.StringIO(), width=240, color_system=None)
    console.print(results.table(list(rows.values())))
    assert "SyntaxError" in console.file.getvalue()
    for row in rows.values():
        [outcome] = row.outcomes
        assert outcome.score == 0.0
        [told] = results.unexplained(row) or row.notes
        assert told[:30] in console.file.getvalue()
        assert outcome.message.replace("`", "")[:30] in html.unescape(page)


def test_the_command_writes_page_and_table(course):
    result = CliRunner().invoke(main, ["--course", str(course.root), "report", "small"])
    assert result.exit_code == 0, result.output
    assert "6 graded, 1 handed in and not graded, 1 not handed in" in result.output
    lines = list(csv.DictReader((course.root / "reports" / "small.csv").open()))
    assert len(lines) == 8
    ben = next(line for line in lines if line["student"] == "ben")
    assert (ben["state"], ben["score"], ben["points"]) == ("graded", "0", "2")
    assert (ben["double_value:status"], ben["double_value:misconception"]) == ("failed", "a_square")
    page = (course.root / "reports" / "small.html").read_text()
    assert "A square" in page
    assert "zoe" in page


def report_of(*members: Member, points: float = 2.0) -> ClassReport:
    cell = CellFigures("cell", NASTY, points, {Status.PASSED: 1}, points)
    wrong = Misconception(NASTY, NASTY, NASTY, [NASTY], ["cell"])
    made = datetime(2026, 11, 21, tzinfo=UTC)
    return ClassReport("small", NASTY, points, list(members), [cell], [wrong], 0, made)


class _Page(HTMLParser):
    """Notes the tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs


def test_nothing_is_markup_or_comes_from_elsewhere():
    outcome = Outcome("cell", "failed", 0.0, 2.0, asked=NASTY, message=NASTY, misconception=NASTY)
    page = _Page(report_of(Member(NASTY, "graded", 0.0, Graded("small", NASTY, [outcome], cpu=0.2))).html())
    assert not page.tags["script"]
    assert not page.tags["img"]
    assert not page.tags["link"]
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]


def test_a_feedback_page_is_linked_where_there_is_one(course):
    page = course.root / "feedback" / "ben" / "small" / "small.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>looked at</p>")
    links = [value for name, value in _Page(report.gather(course, "small").html()).attributes if name == "href"]
    assert links == ["../feedback/ben/small/small.html"]
    assert (course.root / "reports" / links[0]).resolve() == page.resolve()


def test_students_stand_in_every_order():
    def member(name: str, state: str, score: float | None, late: float) -> Member:
        standing = Standing((Mark("cell", score or 0.0, 2.0, score, False, False),), late=late)
        return Member(name, state, score, Graded("small", name, standing=standing))

    gathered = report_of(
        member("ada", "graded", 2.0, 0.0), member("ben", "graded", 1.0, 7200.0), Member("cy", "missing")
    )
    places = {m.student: gathered.places(m) for m in gathered.members}
    assert places["ada"] == {"name": 1, "score": 2, "state": 1, "late": 2}
    assert places["ben"] == {"name": 2, "score": 1, "state": 2, "late": 1}
    assert places["cy"] == {"name": 3, "score": 3, "state": 3, "late": 3}
    page = gathered.html()
    assert "2 hours" in page
    assert page.count('type="radio"') == len(report.ORDERS)
    assert "<dt>handed in late</dt><dd>1</dd>" in page


def test_discrimination_is_the_correlation_with_all_other_cells():
    def member(name: str, *scores: float) -> Member:
        marks = tuple(Mark(cell, score, 1.0, score, False, False) for cell, score in zip("abc", scores, strict=True))
        outcomes = [Outcome(mark.grade_id, "passed", mark.score, 1.0) for mark in marks]
        return Member(name, "graded", sum(scores), Graded("small", name, outcomes, standing=Standing(marks)))

    graded = [member("k", 1, 1, 1), member("l", 1, 1, 1), member("m", 0, 0, 1), member("n", 0, 1, 1)]
    figures = [report._figures(cell, list("abc"), 1.0, graded) for cell in "abc"]
    # a: 1 1 0 0 against 2 2 1 2; b: 1 1 0 1 against 2 2 1 1; c never varies
    assert figures[0].discrimination == pytest.approx(3**-0.5)
    assert figures[1].discrimination == pytest.approx(3**-0.5)
    assert figures[2].discrimination is None
    assert report._figures("a", list("abc"), 1.0, graded[:1]).discrimination is None


def test_reports_are_kept_once_for_each_state_of_the_class(course):
    before = earlier.runs(course, "small")
    first, _ = report.write(course, "small")
    again, _ = report.write(course, "small")
    assert again.earlier == (before or [first.run])
    with Gradebook(database(course), "pyro") as gradebook:
        grade = gradebook.find_grade("double_value", "small", "small", "emil")
        grade.manual_score = 1.5
        gradebook.db.commit()
        try:
            changed, paths = report.write(course, "small")
            assert changed.earlier[-1].mean < changed.run.mean
            assert "(this one)" in paths[0].read_text()
            kept = earlier.runs(course, "small")
            assert kept[-1] == changed.run
            assert len(kept) == len(again.earlier) + 1
        finally:
            grade.manual_score = None
            gradebook.db.commit()


@pytest.mark.parametrize(
    "members",
    [
        [],
        [Member("ada", "missing")],
        [Member("ada", "waits", 0.0, Graded("small", "ada", [Outcome("cell", "not_graded", None, 2.0)]))],
    ],
    ids=["nobody", "nobody handed in", "nothing graded yet"],
)
def test_a_class_without_scores_has_a_page_too(members):
    page = report_of(*members).html()
    assert len(members) == int(re.search(r"students</dt><dd>(\d+)", page)[1])
    assert "{{" not in page


def test_without_points_the_histogram_divides_by_nothing():
    assert sum(report_of(Member("ada", "graded", 0.0), points=0.0).histogram) == 1


def test_names_are_no_formulas_in_a_spreadsheet():
    table = list(csv.reader(report_of(Member("=1+1", "missing"), Member("ok", "missing")).csv().splitlines()))
    assert [row[0] for row in table[1:]] == ["'=1+1", "ok"]


@pytest.mark.parametrize("name", ["small", "unknown"])
def test_what_cannot_be_reported_gets_one_sentence(tmp_path: Path, name: str):
    course = small.make_course(tmp_path)
    course.make_key()
    with pytest.raises(CourseError):
        report.gather(course, name)
    result = CliRunner().invoke(main, ["--course", str(course.root), "report", name])
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert not (course.root / "reports").exists()


def test_what_stopped_a_notebook_is_on_the_page():
    stopped = "The cell 'double' stopped with SyntaxError: '(' was never closed: `def double(x`."
    told = Graded("small", "ada", [Outcome("cell", "failed", 0.0, 2.0)], [stopped])
    quiet = Graded("small", "bob", [Outcome("cell", "passed", 2.0, 2.0)])
    page = report_of(Member("ada", "graded", 0.0, told), Member("bob", "graded", 2.0, quiet)).html()
    assert f"<dt>ada</dt><dd>{stopped}</dd>" in html.unescape(page)
    assert "<dt>bob</dt>" not in page
    assert "Cells that stopped" not in report_of(Member("bob", "graded", 2.0, quiet)).html()
