"""The class report: one self-contained page, and a table for other programs, from gradebook and kept outcomes."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader
from nbgrader.api import Gradebook

from autograder import settings
from autograder.classroom import gradebook, history
from autograder.course import Assignment, Course, CourseError
from autograder.judging.graded import Graded
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status

BINS = 10  # of the histogram of scores, each a tenth of the points


@dataclass(frozen=True)
class Member:
    """A student. ``score`` is the gradebook's, with what people have graded and late penalties; None before grading.

    ``state`` is "graded", "waits" (for a person), "not graded" (handed in only) or "missing"; ``result`` is the last
    grading's, None before it.
    """

    student: str
    state: str
    score: float | None = None
    result: Graded | None = None

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What became of each graded cell, by grade_id."""
        return {outcome.grade_id: outcome for outcome in self.result.outcomes} if self.result else {}

    @property
    def cpu(self) -> float:
        """CPU seconds of the submission's own process."""
        return self.result.cpu if self.result else 0.0


@dataclass(frozen=True)
class CellFigures:
    """What became of one graded cell in the class."""

    grade_id: str
    asked: str
    points: float
    counts: dict[str, int]
    mean: float

    @property
    def passed(self) -> float:
        """The share of graded submissions that passed it."""
        return self.counts.get("passed", 0) / max(sum(self.counts.values()), 1)


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer that was recognised, in whose submissions, and in which cells."""

    title: str
    wrong: str
    hint: str
    students: list[str]
    cells: list[str]


@dataclass(frozen=True)
class ClassReport:
    """All that the page shows."""

    assignment: str
    title: str
    points: float
    members: list[Member]
    cells: list[CellFigures]
    misconceptions: list[Misconception]
    unexplained: int
    made: datetime

    @property
    def graded(self) -> list[Member]:
        """Those whose notebook was graded, by hand or not."""
        return [member for member in self.members if member.outcomes]

    @property
    def scores(self) -> list[float]:
        """All scores there are, in points."""
        return [member.score for member in self.members if member.score is not None]

    @property
    def missing(self) -> list[str]:
        """Who has not submitted."""
        return [member.student for member in self.members if member.state == "missing"]

    @property
    def histogram(self) -> list[int]:
        """How many scores lie in each tenth of the points; full marks are in the last."""
        found = Counter(min(int(BINS * score / self.points), BINS - 1) if self.points else 0 for score in self.scores)
        return [found[number] for number in range(BINS)]

    def html(self) -> str:
        """The page: no script, nothing from elsewhere, light or dark as the reader's system says."""
        pages = Environment(loader=PackageLoader("autograder"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        return pages.get_template("report.html").render(
            report=self, statistics=statistics, statuses=list(Status), bins=BINS
        )

    def csv(self) -> str:
        """A line for each student: score, CPU seconds, and status, score and misconception of each graded cell."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        ids = [cell.grade_id for cell in self.cells]
        facts = ("status", "score", "misconception")
        lines.writerow(["student", "state", "score", "points", "cpu", *(f"{i}:{fact}" for i in ids for fact in facts)])
        for member in self.members:
            row = [_cell(member.student), member.state, _plain(member.score), _plain(self.points), f"{member.cpu:.2f}"]
            for grade_id in ids:
                outcome = member.outcomes.get(grade_id)
                row += [outcome.status, _plain(outcome.score), outcome.misconception] if outcome else [""] * 3
            lines.writerow(row)
        return text.getvalue()


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _cell(text: str) -> str:
    """Text that a spreadsheet takes for no formula: a folder's name is the student's own choice on some systems."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def gather(course: Course, name: str) -> ClassReport:
    """What gradebook and kept outcomes say of an assignment.

    Raises:
        CourseError: when there is no such assignment, or it is not in the gradebook.
    """
    assignment = course.assignment(name)
    members = sorted(_members(course, assignment), key=lambda member: member.student)
    graded = [member for member in members if member.outcomes]
    misconceptions, unexplained = _misconceptions(assignment, graded)
    return ClassReport(
        assignment=name,
        title=_title(assignment),
        points=sum(cell.points for cell in assignment.graded),
        members=members,
        cells=[_figures(cell.grade_id, cell.points, graded) for cell in assignment.graded],
        misconceptions=misconceptions,
        unexplained=unexplained,
        made=datetime.now().astimezone(),
    )


def _title(assignment: Assignment) -> str:
    lines = assignment.master.cells[0].source.splitlines() if assignment.master.cells else []
    return lines[0].lstrip("# ") if lines else assignment.name


def _members(course: Course, assignment: Assignment) -> Iterator[Member]:
    told, name = settings.of(course), assignment.name
    handed_in = {student for student, _, _ in course.submitted(name)}
    if not gradebook.has(told, name):
        raise CourseError(f"{name} is not in the gradebook yet: build it and grade it first")
    with Gradebook(told.db_url, told.course_id) as book:
        students = {student.id for student in book.students}
    known = gradebook.standings(told, name)
    for student in students | set(known) | handed_in:
        kept, standing = history.recall(course, name, student), known.get(student)
        if kept is None or standing is None:
            yield Member(student, "not graded" if student in handed_in or standing else "missing")
        else:
            state = "waits" if standing.waits else "graded"
            yield Member(student, state, standing.score, replace(kept, standing=standing))


def _figures(grade_id: str, points: float, graded: list[Member]) -> CellFigures:
    outcomes = [member.outcomes[grade_id] for member in graded if grade_id in member.outcomes]
    found = Counter(outcome.status for outcome in outcomes)
    asked = next((outcome.asked for outcome in outcomes if outcome.asked), "")
    mean = statistics.fmean(outcome.score or 0.0 for outcome in outcomes) if outcomes else 0.0
    return CellFigures(grade_id, asked, points, {status: found[status] for status in Status if found[status]}, mean)


def _misconceptions(assignment: Assignment, graded: list[Member]) -> tuple[list[Misconception], int]:
    """What was recognised, the most frequent first, and how many submissions have a failure that nothing explains."""
    answers = {answer.name: answer for answer in assignment.wrong}
    students: dict[str, list[str]] = {}
    cells: dict[str, set[str]] = {}
    unexplained = 0
    for member in graded:
        lost = [outcome for outcome in member.outcomes.values() if outcome.status.lost]
        unexplained += any(not outcome.misconception for outcome in lost)
        for name in {outcome.misconception for outcome in lost if outcome.misconception in answers}:
            students.setdefault(name, []).append(member.student)
            cells.setdefault(name, set()).update(o.grade_id for o in lost if o.misconception == name)
    found = [
        Misconception(answers[name].title, answers[name].wrong, answers[name].hint, who, sorted(cells[name]))
        for name, who in sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return found, unexplained


def write(course: Course, name: str) -> tuple[ClassReport, list[Path]]:
    """Write ``reports/NAME.html`` and ``reports/NAME.csv`` in the course's folder, and say where they are."""
    report = gather(course, name)
    folder = course.root / "reports"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.html", folder / f"{name}.csv"]
    for path, text in zip(paths, (report.html(), report.csv()), strict=True):
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return report, paths
