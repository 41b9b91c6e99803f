"""A graded submission in its one form: what the judge gives is what tables, reports and files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status


@dataclass(frozen=True)
class Mark:
    """What the gradebook says of one graded cell.

    ``score`` is what counts, a person's score and extra credit included, ``auto`` the grader's, None where it gave
    none. ``by_hand`` says that a person scored it, ``waits`` that one has still to look at it.
    """

    grade_id: str
    score: float
    points: float
    auto: float | None
    by_hand: bool
    waits: bool


@dataclass(frozen=True)
class Standing:
    """What the gradebook says of a submission: it decides, whatever the graders said.

    ``penalty`` is in points, ``late`` in seconds after the due date with its extension; ``times`` names when it was
    handed in, was due, and was extended by.
    """

    marks: tuple[Mark, ...]
    penalty: float = 0.0
    late: float = 0.0
    times: str = ""

    @property
    def score(self) -> float:
        """The points that count, with the penalty for lateness taken off."""
        return sum(mark.score for mark in self.marks) - self.penalty

    @property
    def points(self) -> float:
        """The points that could be earned."""
        return sum(mark.points for mark in self.marks)

    @property
    def waits(self) -> bool:
        """Whether a person has still to look at it."""
        return any(mark.waits for mark in self.marks)


@dataclass(frozen=True)
class Graded:
    """One submission's result: outcomes, or in ``problem`` the one sentence why there are none.

    ``outcomes`` are in the order of the notebook; ``notes`` say what stopped and what was repaired; ``cpu`` counts the
    CPU seconds of the student's process and its probes. ``unchanged`` says that an earlier run graded it. ``digest``
    names what the outcomes depend on, as :meth:`Grader.digest_of` gives it. ``notebook`` is the repaired notebook with
    its outputs, graded cells included as the student's process left them; it is empty in a result from a file.
    ``standing`` is the gradebook's word, where the submission is in it. ``hints_open`` says that not all known mistakes
    could be compared in time: the scores stand, and a later run has the hints.
    """

    assignment: str
    student: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    unchanged: bool = False
    standing: Standing | None = None
    cpu: float = field(default=0.0, compare=False)
    digest: str = field(default="", compare=False)
    notebook: NotebookNode = field(default_factory=NotebookNode, compare=False, repr=False)
    hints_open: bool = field(default=False, compare=False)

    @property
    def score(self) -> float:
        """The points earned, as the gradebook has them; what is not graded counts as nothing yet."""
        if self.standing:
            return self.standing.score
        return sum(outcome.score or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """The points that could be earned."""
        if self.standing:
            return self.standing.points
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def waiting(self) -> float:
        """The points that a person has still to give, or not to give."""
        if self.standing:
            return sum(mark.points for mark in self.standing.marks if mark.waits and not mark.by_hand)
        return sum(outcome.points for outcome in self.outcomes if outcome.status is Status.NOT_GRADED)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person to do."""
        if self.problem:
            return False
        if self.standing:
            return not self.standing.waits
        return all(outcome.status is not Status.NOT_GRADED for outcome in self.outcomes)

    def plain(self) -> dict[str, Any]:
        """What is kept in a file: outcomes with the instructors' logs, notes, CPU seconds; no notebook."""
        outcomes = [asdict(outcome) for outcome in self.outcomes]
        return {"outcomes": outcomes, "notes": self.notes, "cpu": self.cpu}

    @staticmethod
    def of(assignment: str, student: str, data: Mapping[str, Any]) -> Graded:
        """The result that :meth:`plain` gave.

        Raises:
            KeyError, TypeError: ``data`` is of another form.
        """
        outcomes = [Outcome(**outcome) for outcome in data["outcomes"]]
        return Graded(assignment, student, outcomes, data["notes"], cpu=data["cpu"])
