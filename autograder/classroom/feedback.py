"""The overview at the top of a feedback page: the score, a line for each graded cell, and what to look at first.

It says what the gradebook and the panels on the page say, late changes by instructors included, and nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import SubmittedAssignment
from nbgrader.preprocessors import ClearMarkScheme, GetGrades
from traitlets.config import Config

from autograder.classroom.results import duration
from autograder.expect.panel import badge, inline
from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status
from autograder.notebooks import nbgrader_of

_NEEDED = {"grade_id", "status", "score", "points"}
_CELL = "text-align:left;padding:2px 14px 2px 0"


@dataclass(frozen=True)
class Line:
    """A graded cell as the gradebook has it. ``outcome`` is what the grader said of it, empty where none did.

    ``extra`` is the credit that a person gave beside the score, and is a part of ``score``.
    """

    grade_id: str
    score: float
    points: float
    waits: bool
    outcome: Mapping[str, Any] = field(default_factory=dict)
    extra: float = 0.0

    @property
    def by_hand(self) -> bool:
        """Whether a person's score stands in place of the grader's."""
        return self.outcome.get("score") != self.score - self.extra

    @property
    def state(self) -> tuple[str, str]:
        """The words of the badge and its tone."""
        if self.waits:
            return "not graded yet", "open"
        if self.by_hand:
            return "graded by hand", "good" if self.score >= self.points else "part" if self.score else "bad"
        status = Status(self.outcome["status"])
        return status.word, status.tone

    @property
    def earned(self) -> str:
        """The points, and those beside them."""
        plain = f"{number(self.score - self.extra)} of {number(self.points)}"
        return f"{plain} and {number(self.extra)} extra" if self.extra else plain

    @property
    def title(self) -> str:
        """What was looked at."""
        return str(self.outcome.get("asked") or self.grade_id)


class Overview(GetGrades):
    """Takes GetGrades' place: scores and comments as ever, and a cell above all others that sums them up."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Fill in scores and comments, then put the overview on top."""
        self._waiting: set[str] = set()
        self._extra: dict[str, float] = {}
        self._who: list[str] = []
        nb, resources = super().preprocess(nb, resources)
        self._keep_from_students(nb, resources)
        told = nb.metadata.get("autograder", {})
        self._by_hand = told.get("by_hand", {})
        graded = [cell for cell in nb.cells if nbgrader_of(cell).get("grade") or nbgrader_of(cell).get("task")]
        lines = [self._line(cell) for cell in graded]
        for cell, line in zip(graded, lines, strict=True):
            _follow(cell, line)
        comments = [nbgrader_of(cell)["grade_id"] for cell in nb.cells if nbgrader_of(cell).get("comment")]
        facts = resources["nbgrader"]
        notes = told.get("notes", [])
        facts["title"] = _title(nb)
        extra = sum(self._extra.values())
        source = overview(
            lines, comments, facts["score"] - extra, facts["max_score"], facts["late_penalty"], notes, extra, self._who
        )
        nb.cells.insert(0, new_markdown_cell(source, id="overview"))
        return nb, resources

    def _keep_from_students(self, nb: NotebookNode, resources: dict[str, Any]) -> None:
        """Take away what is in a graded notebook for those who grade: model answers and mark schemes."""
        nb.cells = [cell for cell in nb.cells if "for_graders" not in cell.metadata.get("autograder", {})]
        scheme = ClearMarkScheme(config=Config({"ClearMarkScheme": self.config.ClearMarkScheme}))
        for index, cell in enumerate(nb.cells):
            if nbgrader_of(cell).get("task"):
                scheme.preprocess_cell(cell, resources, index)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Scores and comments as ever; with the gradebook open, also whose notebook it is and when it came."""
        if cell_index == 0:
            self._who = _whose(self.gradebook.find_submission(self.assignment_id, self.student_id))
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        if grade.needs_manual_grade and grade.manual_score is None:
            self._waiting.add(grade_id)
        self._extra[grade_id] = float(grade.extra_credit or 0.0)
        # nbgrader's own line of the cell: extra credit is no part of the points that could be earned
        cell.metadata.nbgrader["score"] -= self._extra[grade_id]

    def _line(self, cell: NotebookNode) -> Line:
        data = nbgrader_of(cell)
        name = data["grade_id"]
        points, extra = float(data["points"]), self._extra.get(name, 0.0)
        return Line(name, float(data["score"]) + extra, points, name in self._waiting, self._said(cell), extra)

    def _said(self, cell: NotebookNode) -> dict[str, Any]:
        """What the grader said of a cell, as its output keeps it, or the notebook where a person grades it."""
        said = [output.get("metadata", {}).get("autograder") for output in cell.get("outputs", [])]
        said.append(self._by_hand.get(nbgrader_of(cell)["grade_id"]))
        return next((one for one in said if _is_outcome(one)), {})


def _title(notebook: NotebookNode) -> str:
    """The first heading."""
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ").replace("`", "") for line in lines if line.startswith("# ")), "")


def _whose(submission: SubmittedAssignment) -> list[str]:
    """Whose notebook it is, when it was handed in (nbgrader keeps times in UTC), and how late that was."""
    student = submission.student
    name = " ".join(part for part in (student.first_name, student.last_name) if part)
    said = [f"{name} ({student.id})" if name else student.id]
    if submission.timestamp:
        said.append(f"handed in on {submission.timestamp:%Y-%m-%d at %H:%M} UTC")
    if submission.total_seconds_late:
        said.append(f"{duration(submission.total_seconds_late)} late")
    return said


def _is_outcome(data: object) -> bool:
    """Whether an output's data are an outcome's: outside the kit's assignments a student may have written them."""
    if not isinstance(data, dict) or not _NEEDED <= set(data) <= set(Outcome.__dataclass_fields__):
        return False
    score, points = data["score"], data["points"]
    texts = [value for key, value in data.items() if key not in ("score", "points")]
    numbers = isinstance(points, (int, float)) and (score is None or isinstance(score, (int, float)))
    return numbers and all(isinstance(text, str) for text in texts) and data["status"] in [*Status]


def _follow(cell: NotebookNode, line: Line) -> None:
    """Let a cell's panel say what the gradebook says, where that is something else than the grader said."""
    if line.outcome and (line.waits or line.by_hand or line.extra) and line.outcome.get("score") is not None:
        outcome = Outcome(**line.outcome)
        state, tone = line.state
        state += f", and {number(line.extra)} extra" if line.extra else ""
        panel = outcome.panel_in_gradebook(state, tone, line.score - line.extra)
        for output in cell.outputs:
            output.data = {"text/html": panel.html(), "text/plain": panel.text()}


def overview(
    lines: list[Line],
    comments: list[str],
    score: float,
    points: float,
    penalty: float,
    notes: Sequence[str] = (),
    extra: float = 0.0,
    who: Sequence[str] = (),
) -> str:
    """The overview as HTML on one line, which Markdown leaves as it is.

    Args:
        score: what was earned of ``points``, with the penalty taken off and without ``extra``.
        notes: which cells stopped, and what was mended before the notebook was graded.
        who: whose notebook it is, and when it came.
    """
    more = f" and {number(extra)} extra" if extra else ""
    head = f"<h2>Score: {number(score)} of {number(points)} points{more}</h2>"
    if who:
        head += f"<p>{html.escape(', '.join(who))}</p>"
    if open_points := sum(line.points for line in lines if line.waits):
        head += f"<p>A person has still to look at {number(open_points)} of these points.</p>"
    if penalty:
        head += f"<p>{number(penalty)} points are taken off because it was handed in late.</p>"
    rows = "".join(
        f'<tr><td style="{_CELL}">{badge(*line.state)}</td>'
        f'<th scope="row" style="{_CELL};font-weight:normal">{_link(line.grade_id, line.title)}</th>'
        f'<td style="{_CELL}">{line.earned}</td></tr>'
        for line in lines
    )
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{head}</th>' for head in ("State", "What was looked at", "Points")
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    parts = [head, _first(lines), table if lines else ""]
    if comments:
        links = ", ".join(_link(f"comment-{name}", name) for name in comments)
        parts.append(f"<p><b>Comments for you:</b> {links}</p>")
    if notes:
        mended = "".join(f"<li>{inline(str(note))}</li>" for note in notes)
        parts.append(f"<p><b>Noticed in your notebook when it was graded:</b></p><ul>{mended}</ul>")
    whole = f'<div role="region" aria-label="Overview">{"".join(parts)}</div>'
    return " ".join(whole.splitlines())


def _first(lines: list[Line]) -> str:
    """What to look at first: the first cell that lost points, with its hint or, without one, its sentence."""
    lost = next((line for line in lines if not line.waits and line.score < line.points), None)
    if lost is None:
        return ""
    said = lost.outcome.get("hint") or lost.outcome.get("message") or ""
    return f"<p><b>Look at this first:</b> {_link(lost.grade_id, lost.title)} {inline(str(said))}</p>"


def _link(name: str, text: str) -> str:
    return f'<a href="#{html.escape(name)}">{inline(text)}</a>'


def number(value: float) -> str:
    return f"{round(float(value), 2):g}"
