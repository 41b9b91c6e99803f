"""The outcome of a graded cell: its status, its points, and the sentences that a student reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from autograder.course import Answer
from autograder.expect.panel import Panel
from autograder.judging.status import Status
from autograder.judging.verdicts import Verdict
from autograder.notebooks import GradedCell


@dataclass(frozen=True)
class Outcome:
    """What became of one graded cell. ``status`` may be given as its word.

    ``score`` is in [0, points], or None for "not_graded". ``asked`` says what was looked at. ``misconception`` names
    the wrong answer that was recognised, whose ``hint`` the student gets; where a mutant was, there is a hint alone.
    ``code`` names the expectation that failed; it and ``log`` are for instructors and are shown to nobody else.
    """

    grade_id: str
    status: Status
    score: float | None
    points: float
    asked: str = ""
    message: str = ""
    look: str = ""
    table: str = ""
    misconception: str = ""
    hint: str = ""
    log: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "status", Status(self.status))

    @staticmethod
    def of(cell: GradedCell, verdict: Verdict, wrong: Answer | None, told_at: str = "") -> Outcome:
        """The outcome of a graded cell from its grader's verdict and the misconception found, if any.

        Args:
            told_at: the title of a cell above that has the misconception's hint already, for this one to point there.
        """
        share = min(max(verdict.share, 0.0), 1.0)
        hint = wrong.hint if wrong else ""
        if told_at:
            hint = f"The hint at “{told_at.rstrip('.:')}”, above, holds here too: begin there."
        return Outcome(
            grade_id=cell.grade_id,
            status=verdict.status,
            score=None if verdict.status is Status.NOT_GRADED else round(cell.points * share, 4),
            points=cell.points,
            asked=verdict.asked,
            message=verdict.message,
            look=verdict.look,
            table=verdict.table,
            misconception=wrong.name if wrong and wrong.kind == "wrong" else "",
            hint=hint,
            log=verdict.log,
            code=verdict.code,
        )

    def panel(self) -> Panel:
        """The outcome as a student sees it."""
        earned = "-" if self.score is None else f"{self.score:g}"
        lines = [("", self.message)] if self.message else []
        if self.hint:
            lines.append(("Hint", self.hint))
        elif self.look:
            lines.append(("Where to look", self.look))
        state = f"{self.status.word} ({earned} of {self.points:g} points)"
        return Panel(self.asked or self.grade_id, state, self.status.tone, lines, self.table)

    def panel_in_gradebook(self, state: str, tone: str, score: float) -> Panel:
        """The outcome where the gradebook has another score, which decides: what the grader said comes below.

        Args:
            state: what became of the cell, in words: "graded by hand".
        """
        panel = self.panel()
        lines = [("The grader said", f"{panel.state}."), *panel.lines]
        return Panel(panel.title, f"{state} ({score:g} of {self.points:g} points)", tone, lines, panel.table)

    def public(self) -> dict[str, Any]:
        """What may be shown to the student, as plain data."""
        return {key: value for key, value in asdict(self).items() if key not in ("log", "code")}
