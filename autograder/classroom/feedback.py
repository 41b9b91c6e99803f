"""The overview at the top of a feedback page: the score, a line for each graded cell, and what to look at first.

It says what the gradebook and the panels on the page say, late changes by instructors included, and nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import GetGrades

from autograder.expect.panel import badge, inline
from autograder.judging.status import Status
from autograder.notebooks import nbgrader_of

_CELL = "text-align:left;padding:2px 14px 2px 0"


@dataclass(frozen=True)
class Line:
    """A graded cell as the gradebook has it. ``outcome`` is what the grader said of it, empty where none did."""

    grade_id: str
    score: float
    points: float
    waits: bool
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> tuple[str, str]:
        """The words of the badge and its tone."""
        if self.waits:
            return "not graded yet", "open"
        if self.outcome.get("score") != self.score:
            return "graded by hand", "good" if self.score >= self.points else "part" if self.score else "bad"
        status = Status(self.outcome["status"])
        return status.word, status.tone

    @property
    def title(self) -> str:
        """What was looked at."""
        return str(self.outcome.get("asked") or self.grade_id)


class Overview(GetGrades):
    """Takes GetGrades' place: scores and comments as ever, and a cell above all others that sums them up."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Fill in scores and comments, then put the overview on top."""
        self._waiting: set[str] = set()
        nb, resources = super().preprocess(nb, resources)
        graded = [cell for cell in nb.cells if nbgrader_of(cell).get("grade") or nbgrader_of(cell).get("task")]
        lines = [_line(cell, nbgrader_of(cell)["grade_id"] in self._waiting) for cell in graded]
        comments = [nbgrader_of(cell)["grade_id"] for cell in nb.cells if nbgrader_of(cell).get("comment")]
        facts = resources["nbgrader"]
        source = overview(lines, comments, facts["score"], facts["max_score"], facts["late_penalty"])
        nb.cells.insert(0, new_markdown_cell(source, id="overview"))
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        if grade.needs_manual_grade and grade.manual_score is None:
            self._waiting.add(grade_id)


def _line(cell: NotebookNode, waits: bool) -> Line:
    said = [output.get("metadata", {}).get("autograder") for output in cell.get("outputs", [])]
    outcome = next((one for one in said if isinstance(one, dict) and one.get("status") in [*Status]), {})
    data = nbgrader_of(cell)
    return Line(data["grade_id"], float(data["score"]), float(data["points"]), waits, outcome)


def overview(lines: list[Line], comments: list[str], score: float, points: float, penalty: float) -> str:
    """The overview as HTML on one line, which Markdown leaves as it is."""
    head = f"<h2>Score: {_number(score)} of {_number(points)} points</h2>"
    if penalty:
        head += f"<p>{_number(penalty)} points are taken off because it was handed in late.</p>"
    rows = "".join(
        f'<tr><td style="{_CELL}">{badge(*line.state)}</td>'
        f'<th scope="row" style="{_CELL};font-weight:normal">{_link(line.grade_id, line.title)}</th>'
        f'<td style="{_CELL}">{_number(line.score)} of {_number(line.points)}</td></tr>'
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


def _number(value: float) -> str:
    return f"{round(float(value), 2):g}"
