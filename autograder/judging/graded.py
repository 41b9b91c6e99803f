"""A graded submission in its one form: what the judge gives is what tables, reports and files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograder.judging.outcomes import Outcome
from autograder.judging.status import Status


@dataclass(frozen=True)
class Graded:
    """One submission's result: outcomes, or in ``problem`` the one sentence why there are none.

    ``outcomes`` are in the order of the notebook; ``notes`` say what was repaired; ``cpu`` counts the CPU seconds of
    the student's process and its probes. ``unchanged`` says that an earlier run graded it. ``digest`` names what the
    outcomes depend on, as :meth:`Grader.digest_of` gives it. ``notebook`` is the repaired notebook with its outputs,
    graded cells included as the student's process left them; it is empty in a result that comes from a file.
    """

    assignment: str
    student: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    unchanged: bool = False
    cpu: float = field(default=0.0, compare=False)
    digest: str = field(default="", compare=False)
    notebook: NotebookNode = field(default_factory=NotebookNode, compare=False, repr=False)

    @property
    def score(self) -> float:
        """The points earned; what is not graded counts as nothing yet."""
        return sum(outcome.score or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """The points that could be earned."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person to do."""
        return not self.problem and all(outcome.status is not Status.NOT_GRADED for outcome in self.outcomes)

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
