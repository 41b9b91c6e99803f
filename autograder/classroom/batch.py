"""What the submissions of one grading run share, and what one step of it leaves for the next."""

from __future__ import annotations

from dataclasses import replace

from nbformat import NotebookNode

from autograder.child import confine
from autograder.classroom import history
from autograder.course import Assignment, Course, CourseError
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.judging.store import Store
from autograder.subject.parent import Forking, WarmParent


def _see_that_it_is_private(course: Course) -> None:
    """Key, graders and gradebook may not lie below what confined code reads: Python and installed packages."""
    for path in confine.readable_paths()[0] if not confine.missing() else ():
        for secret in (course.root, course.graders):
            if secret.resolve().is_relative_to(path.resolve()):
                raise CourseError(
                    f"student code may read {path}, where Python and its packages are, and {secret} lies in it: make "
                    "the environment in a folder of its own, or move the course out of it"
                )


class Batch:
    """One grading run: `autograder grade`, or one start of nbgrader's Autograde.

    ``ahead`` holds what workers have judged, by the digest of :meth:`Grader.digest_of`; each is used once.
    ``repaired`` holds what nbgrader's first pass over a submission has mended, ``graded`` the results of its second, by
    assignment and student: nbgrader converts twice and hands nothing from one pass to the next.

    Args:
        parent: forks the children of submissions that are judged in this process.
        cell_limit: seconds for each cell.

    Raises:
        CourseError: when student code could read the course, although it is confined.
    """

    def __init__(self, course: Course, parent: WarmParent, cell_limit: float) -> None:
        if parent.confined:
            _see_that_it_is_private(course)
        self.course, self.parent, self.cell_limit = course, parent, cell_limit
        self.ahead: dict[str, Graded] = {}
        self.repaired: dict[tuple[str, str], list[str]] = {}
        self.graded: dict[tuple[str, str], Graded] = {}
        self._assignments: dict[str, Assignment] = {}
        self._graders: dict[str, Grader] = {}

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name, whose files are read once in a run.

        Raises:
            CourseError: when there is none.
        """
        if name not in self._assignments:
            self._assignments[name] = self.course.assignment(name)
        return self._assignments[name]

    def with_graders(self, name: str) -> Assignment | None:
        """The assignment of that name, or None for one that nbgrader grades from its own cells."""
        if name not in self._assignments and name not in self.course.names():
            return None
        assignment = self.assignment(name)
        return assignment if assignment.graders.is_file() else None

    def grader(self, assignment: Assignment, forks: Forking | None = None) -> Grader:
        """The one grader of an assignment.

        Args:
            forks: forks the children, in place of the batch's own warm parent: in a worker.
        """
        if assignment.name not in self._graders:
            forks = forks or self.parent
            self._graders[assignment.name] = Grader(assignment, cell_limit=self.cell_limit, forks=forks)
        return self._graders[assignment.name]

    def prepare(self, name: str) -> None:
        """See that whatever is graded of this assignment can be kept, before anything is removed for it.

        Raises:
            CourseError: when graders, release or key are missing or not to be read, or results not to be written.
        """
        assignment = self.assignment(name)
        if not assignment.graders.is_file():
            raise CourseError(f"{name} has no graders: {assignment.graders} is missing")
        assignment.released()
        self.course.key  # noqa: B018 - a grader will want it; one is not made here, because workers make their own
        Store.of(self.course).close()
        history.make_folder(self.course, name)

    def finish(self, graded: Graded, student: str) -> list[str]:
        """Keep the result of a submission that nbgrader will write into the gradebook, and say what was repaired."""
        # a worker has repaired the same submission, and tells it too
        notes = list(dict.fromkeys(self.repaired.pop((graded.assignment, student), []) + graded.notes))
        graded = replace(graded, student=student, notes=notes, notebook=NotebookNode())  # nbgrader has it now
        history.keep(self.course, graded)
        self.graded[graded.assignment, student] = graded
        return notes
