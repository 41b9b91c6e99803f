"""The class report: one self-contained page, and a table for other programs, from gradebook and kept outcomes."""

from __future__ import annotations

import csv
import io
import os
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from nbgrader.api import Gradebook

from autograder import settings
from autograder.classroom import alike, earlier, gradebook, history
from autograder.classroom.earlier import Run
from autograder.classroom.printed import in_table
from autograder.classroom.results import duration
from autograder.course import Assignment, Course, CourseError
from autograder.judging.graded import Graded, Mark
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status

BINS = 10  # of the histogram of scores, each a tenth of the points
ORDERS = {"name": "name", "score": "score, the lowest first", "state": "state", "late": "lateness"}  # of the students


@dataclass(frozen=True)
class Member:
    """A student. ``score`` is the gradebook's, with what people have graded and late penalties; None before grading.

    ``state`` is "graded", "waits" (for a person), "not graded" (handed in only) or "missing"; ``result`` is the last
    grading's, None before it. ``page`` is the address of the feedback page, seen from the report's, empty without one.
    """

    student: str
    state: str
    score: float | None = None
    result: Graded | None = None
    page: str = ""

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What became of each graded cell, by grade_id."""
        return {outcome.grade_id: outcome for outcome in self.result.outcomes} if self.result else {}

    @property
    def marks(self) -> dict[str, Mark]:
        """What the gradebook has for each graded cell, by grade_id."""
        standing = self.result.standing if self.result else None
        return {mark.grade_id: mark for mark in standing.marks} if standing else {}

    @property
    def penalty(self) -> float:
        """The points that were taken off for lateness."""
        return self.result.standing.penalty if self.result and self.result.standing else 0.0

    @property
    def late(self) -> float:
        """Seconds after the due date, with the extension."""
        return self.result.standing.late if self.result and self.result.standing else 0.0

    def score_of(self, grade_id: str) -> float | None:
        """The points of one graded cell, as the gradebook has them; None where nobody has given any yet."""
        mark, outcome = self.marks.get(grade_id), self.outcomes.get(grade_id)
        if mark is not None:
            return None if mark.auto is None and not mark.by_hand else mark.score
        return outcome.score if outcome else None

    def why(self, grade_id: str) -> str:
        """What a table says of one graded cell beside its outcome: a misconception, else the student's own sentence."""
        outcome, mark = self.outcomes.get(grade_id), self.marks.get(grade_id)
        if mark is not None and mark.by_hand:
            return f"{mark.score:g} of {mark.points:g} by hand"
        if outcome is None or not outcome.status.lost:
            return ""
        return outcome.misconception.replace("_", " ") or outcome.message

    @property
    def cpu(self) -> float:
        """CPU seconds of the submission's own process."""
        return self.result.cpu if self.result else 0.0


@dataclass(frozen=True)
class CellFigures:
    """What became of one graded cell in the class; ``mean`` is of the gradebook's points.

    ``discrimination`` is the correlation of its points with those of all other cells together (the corrected item-total
    correlation of test theory): near 0 the cell does not tell who can do the rest. None where either does not vary.
    """

    grade_id: str
    asked: str
    points: float
    counts: dict[Status, int]
    mean: float
    discrimination: float | None = None

    @property
    def passed(self) -> float:
        """The share of graded submissions that passed it."""
        return self.counts.get(Status.PASSED, 0) / max(sum(self.counts.values()), 1)


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
    """All that the page shows.

    ``unwritten``, ``stopped`` and ``unexplained`` count submissions: with a task that is still its stub, with one that
    is not defined where it is asked for, and with another failure that no known wrong answer explains. ``alike`` are
    students with the same answers, ``earlier`` what earlier reports found.
    """

    assignment: str
    title: str
    points: float
    members: list[Member]
    cells: list[CellFigures]
    misconceptions: list[Misconception]
    unexplained: int
    made: datetime
    unwritten: int = 0
    stopped: int = 0
    alike: list[list[str]] = field(default_factory=list)
    earlier: list[Run] = field(default_factory=list)

    @property
    def graded(self) -> list[Member]:
        """Those whose notebook was graded, by hand or not."""
        return [member for member in self.members if member.outcomes]

    @property
    def scores(self) -> list[float]:
        """All scores there are, in points."""
        return [member.score for member in self.members if member.score is not None]

    @property
    def sd(self) -> float:
        """The standard deviation of the scores, in points: that of these students, not an estimate for others."""
        return statistics.pstdev(self.scores) if self.scores else 0.0

    @property
    def run(self) -> Run:
        """What is kept of this report."""
        mean = statistics.fmean(self.scores) if self.scores else 0.0
        return Run(self.made.strftime("%Y-%m-%d %H:%M"), len(self.graded), round(mean, 3), round(self.sd, 3))

    def counts(self) -> str:
        """How many were graded, could not be, and have not handed in: everybody is in it once."""
        open_ones = sum(member.state == "not graded" for member in self.members)
        parts = [f"{len(self.graded)} graded"] + [f"{open_ones} handed in and not graded"] * bool(open_ones)
        return ", ".join([*parts, f"{len(self.missing)} not handed in"])

    def places(self, member: Member) -> dict[str, int]:
        """Where a student stands in each order of the table."""
        return {order: self._order[order][member.student] for order in ORDERS}

    @cached_property
    def _order(self) -> dict[str, dict[str, int]]:
        keys: dict[str, Callable[[Member], tuple[str | float, ...]]] = {
            "name": lambda member: (member.student,),
            "score": lambda member: (member.score is None, member.score or 0.0, member.student),
            "state": lambda member: (member.state, member.student),
            "late": lambda member: (-member.late, member.student),
        }
        ordered = {order: sorted(self.members, key=keys[order]) for order in ORDERS}
        return {order: {m.student: place for place, m in enumerate(ordered[order], 1)} for order in ORDERS}

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
            report=self, statistics=statistics, statuses=list(Status), bins=BINS, orders=ORDERS, duration=duration
        )

    def csv(self) -> str:
        """A line for each student: the gradebook's score, points taken off, seconds after the due date; and for each
        graded cell the grader's status, the gradebook's score, and the misconception."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        ids = [cell.grade_id for cell in self.cells]
        facts = ("status", "score", "misconception")
        heads = ["student", "state", "score", "points", "penalty", "late", "cpu"]
        lines.writerow(heads + [f"{i}:{fact}" for i in ids for fact in facts])
        for member in self.members:
            row = [in_table(member.student), member.state, _plain(member.score), _plain(self.points)]
            row += [_plain(member.penalty), f"{member.late:.0f}", f"{member.cpu:.2f}"]
            for grade_id in ids:
                outcome = member.outcomes.get(grade_id)
                row += [outcome.status if outcome else "", _plain(member.score_of(grade_id))]
                row.append(outcome.misconception if outcome else "")
            lines.writerow(row)
        return text.getvalue()


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def gather(course: Course, name: str) -> ClassReport:
    """What gradebook and kept outcomes say of an assignment.

    Raises:
        CourseError: when there is no such assignment, or it is not in the gradebook.
    """
    assignment = course.assignment(name)
    members = sorted(_members(course, assignment), key=lambda member: member.student)
    graded = [member for member in members if member.outcomes]
    asked = {cell.grade_id: cell.points for cell in assignment.graded}
    others = {mark.grade_id: mark.points for member in graded for mark in member.marks.values()}
    cells = asked | {name: points for name, points in sorted(others.items()) if name not in asked}  # a person's
    lost = [[o for o in member.outcomes.values() if o.status.lost and not o.misconception] for member in graded]
    return ClassReport(
        assignment=name,
        title=_title(assignment),
        points=sum(cells.values()),
        members=members,
        cells=[_figures(name, list(cells), points, graded) for name, points in cells.items()],
        misconceptions=_misconceptions(assignment, graded),
        unexplained=sum(any(not o.code.startswith(("stub", "undefined")) for o in each) for each in lost),
        unwritten=sum(any(o.code.startswith("stub") for o in each) for each in lost),
        stopped=sum(any(o.code.startswith("undefined") for o in each) for each in lost),
        made=datetime.now().astimezone(),
        alike=alike.groups(course, assignment, [member.student for member in graded]),
        earlier=earlier.runs(course, name),
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
            page = _feedback(course, name, student)
            yield Member(student, state, standing.score, replace(kept, standing=standing), page)


def _feedback(course: Course, name: str, student: str) -> str:
    """The address of a student's feedback page, seen from the report's; empty where there is none."""
    path = course.place("feedback", name, student) / f"{name}.html"
    return quote(os.path.relpath(path, _folder(course))) if path.is_file() else ""


def _figures(grade_id: str, cells: list[str], points: float, graded: list[Member]) -> CellFigures:
    outcomes = [member.outcomes[grade_id] for member in graded if grade_id in member.outcomes]
    found = Counter(outcome.status for outcome in outcomes)
    asked = next((outcome.asked for outcome in outcomes if outcome.asked), "")
    scores = [member.score_of(grade_id) or 0.0 for member in graded]
    mean = statistics.fmean(scores) if scores else 0.0
    others = [sum(member.score_of(other) or 0.0 for other in cells if other != grade_id) for member in graded]
    try:
        tells = statistics.correlation(scores, others)
    except statistics.StatisticsError:  # fewer than two students, or one of the two does not vary
        tells = None
    counts = {status: found[status] for status in Status if found[status]}
    return CellFigures(grade_id, asked, points, counts, mean, tells)


def _misconceptions(assignment: Assignment, graded: list[Member]) -> list[Misconception]:
    """What was recognised, the most frequent first."""
    answers = {answer.name: answer for answer in assignment.wrong}
    students: dict[str, list[str]] = {}
    cells: dict[str, set[str]] = {}
    for member in graded:
        lost = [outcome for outcome in member.outcomes.values() if outcome.status.lost]
        for name in {outcome.misconception for outcome in lost if outcome.misconception in answers}:
            students.setdefault(name, []).append(member.student)
            cells.setdefault(name, set()).update(o.grade_id for o in lost if o.misconception == name)
    return [
        Misconception(answers[name].title, answers[name].wrong, answers[name].hint, who, sorted(cells[name]))
        for name, who in sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _folder(course: Course) -> Path:
    return course.root / "reports"


def write(course: Course, name: str) -> tuple[ClassReport, list[Path]]:
    """Write ``reports/NAME.html`` and ``reports/NAME.csv`` in the course's folder, and say where they are."""
    report = gather(course, name)
    folder = _folder(course)
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.html", folder / f"{name}.csv"]
    for path, text in zip(paths, (report.html(), report.csv()), strict=True):
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    earlier.keep(course, name, report.earlier, report.run)
    return report, paths
