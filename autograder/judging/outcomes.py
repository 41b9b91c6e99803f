"""The outcome of a graded cell: its status, its points, and the sentences that a student reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from autograder.course import Answer
from autograder.expect.panel import Panel
from autograder.judging.verdicts import Verdict
from autograder.notebooks import GradedCell

STATUSES = ("passed", "failed", "partial", "timeout", "out_of_memory", "crashed", "not_graded")

# The words of a badge and its tone.
WORDS = {
    "passed": ("passed", "good"),
    "failed": ("not passed", "bad"),
    "partial": ("partly passed", "part"),
    "timeout": ("ran out of time", "bad"),
    "out_of_memory": ("ran out of memory", "bad"),
    "crashed": ("the notebook's process ended here", "bad"),
    "not_graded": ("to be graded by hand", "open"),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one graded cell.

    ``score`` is in [0, points], or None for "not_graded". ``asked`` says what was looked at. ``misconception`` names
    the wrong answer that was recognised, whose ``hint`` the student gets. ``log`` is for instructors and is shown
    to nobody else.
    """

    grade_id: str
    status: str
    score: float | None
    points: float
    asked: str = ""
    message: str = ""
    look: str = ""
    table: str = ""
    misconception: str = ""
    hint: str = ""
    log: str = ""

    @staticmethod
    def of(cell: GradedCell, verdict: Verdict, wrong: Answer | None) -> Outcome:
        """The outcome of a graded cell from its grader's verdict and the misconception found, if any."""
        share = min(max(verdict.share, 0.0), 1.0)
        return Outcome(
            grade_id=cell.grade_id,
            status=verdict.status,
            score=None if verdict.status == "not_graded" else round(cell.points * share, 4),
            points=cell.points,
            asked=verdict.asked,
            message=verdict.message,
            look=verdict.look,
            table=verdict.table,
            misconception=wrong.name if wrong else "",
            hint=wrong.hint if wrong else "",
            log=verdict.log,
        )

    def panel(self) -> Panel:
        """The outcome as a student sees it."""
        word, tone = WORDS[self.status]
        earned = "-" if self.score is None else f"{self.score:g}"
        lines = [("", self.message)] if self.message else []
        if self.hint:
            lines.append(("Hint", self.hint))
        elif self.look:
            lines.append(("Where to look", self.look))
        return Panel(
            self.asked or self.grade_id, f"{word} ({earned} of {self.points:g} points)", tone, lines, self.table
        )

    def public(self) -> dict[str, Any]:
        """What may be shown to the student, as plain data."""
        return {key: value for key, value in asdict(self).items() if key != "log"}
