"""A class at a time: submissions in, rows of outcomes out, and what lies in submitted/ through nbgrader."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.child import thrift
from autograder.classroom import history, preprocessors
from autograder.classroom.gradebook import one_engine
from autograder.classroom.pool import Pool
from autograder.classroom.submissions import BadSubmission, Submission, checked, read_notebook
from autograder.course import Assignment, Course, CourseError, nbgrader_settings
from autograder.judging.digests import grade_digest
from autograder.judging.grading import Graded, Grader
from autograder.judging.outcomes import Outcome
from autograder.subject.parent import Forking, ParentFailed, WarmParent, shared

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI


@dataclass(frozen=True)
class Row:
    """One submission's result: outcomes, or in ``problem`` the one sentence why there are none.

    ``unchanged`` says that it was graded by an earlier run and not run again;
    ``cpu`` counts the CPU seconds of its own process.
    """

    student: str
    assignment: str
    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    unchanged: bool = False
    cpu: float = field(default=0.0, compare=False)

    @property
    def score(self) -> float:
        """The points earned."""
        return sum(outcome.score or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """The points that could be earned."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person to do."""
        return not self.problem and all(outcome.status != "not_graded" for outcome in self.outcomes)


def grade(
    course: Course, submissions: list[Submission], *, confined: bool = True, jobs: int = 1, again: bool = False
) -> Iterator[Row]:
    """Grade submissions and give a row for each, as they come. What cannot be graded has its problem in its row.

    Workers judge, ``jobs`` of them at a time; this process alone writes grades. A submission in the gradebook that was
    graded before, and of which nothing has changed since, is not run again.

    Args:
        confined: whether student code is confined; only an instructor may say no.
        again: grade unchanged submissions too.

    Raises:
        CourseError: when the course has no key, or another run is grading it.
        ParentFailed: when student code cannot be confined here, or no notebook can be run at all.
    """
    course.key  # noqa: B018 - nothing can be graded without it
    settings = nbgrader_settings(course.root)
    if not confined:
        settings.GradeNotebook.sandbox = "none"
    run = _Run(course, settings, shared(confined=confined))
    lock = _only_run(course)
    fresh, rows = [], []
    graded = run.graded_before(submissions) if not again else {}
    for submission in submissions:
        if submission in graded:
            outcomes, notes, cpu = graded[submission]
            rows.append(Row(submission.student, submission.assignment, outcomes, notes, unchanged=True, cpu=cpu))
        else:
            fresh.append(submission)
    if fresh:
        thrift.without_distributed_tensors()
        thrift.freeze()  # workers are forked too
    # made here and not in the generator: it forks, and the caller has a single thread now
    pool = Pool(run.ahead, run.parent, jobs) if (jobs := min(jobs, len(fresh))) > 1 else None

    def all_rows() -> Iterator[Row]:
        with ExitStack() as stack:
            stack.callback(os.close, lock)
            stack.enter_context(one_engine())
            stack.callback(gc.unfreeze)
            if pool:
                stack.callback(pool.close)
            yield from rows
            for submission, ready in pool.results(fresh) if pool else ((each, None) for each in fresh):
                yield run.row(submission, ready)

    return all_rows()


def _only_run(course: Course) -> int:
    """A lock on the course's grading, free again when its descriptor is closed, however this process ends."""
    descriptor = os.open(course.private / "grading.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise CourseError(f"another run is grading the course in {course.root}: wait until it has ended") from None
    return descriptor


class _Run:
    """One run over a class: what its submissions share."""

    def __init__(self, course: Course, settings: Config, parent: WarmParent) -> None:
        self.course, self.settings, self.parent = course, settings, parent
        self.cell_limit = preprocessors.GradeNotebook(config=settings).cell_limit
        self._assignments: dict[str, Assignment] = {}
        self._graders: dict[str, Grader] = {}

    @cached_property
    def _api(self) -> NbGraderAPI:
        from nbgrader.apps.api import NbGraderAPI

        return NbGraderAPI(config=self.settings)

    def _grader(self, assignment: Assignment, forks: Forking) -> Grader:
        if assignment.name not in self._graders:
            self._graders[assignment.name] = Grader(assignment, cell_limit=self.cell_limit, forks=forks)
        return self._graders[assignment.name]

    def ahead(self, submission: Submission, forks: Forking) -> Graded:
        """In a worker: judge a submission as nbgrader will hand it over."""
        assignment, notebook = self._read(submission)
        grader = self._grader(assignment, forks)
        if not submission.in_gradebook:
            return grader.grade(notebook, files=submission.files())
        ClearOutputPreprocessor().preprocess(notebook, {})
        ignored = CourseDirectory(config=self.settings).ignore
        files = {
            name: content
            for name, content in submission.files().items()
            if not any(fnmatch(part, pattern) for part in Path(name).parts for pattern in ignored)
        }
        return grader.grade(notebook, files=files, environment={"NBGRADER_EXECUTION": "autograde"})

    def row(self, submission: Submission, ready: Graded | None) -> Row:
        """Grade one submission, with what a worker has found or without."""
        try:
            if ready is None:
                assignment, notebook = self._read(submission)
                if not submission.in_gradebook:
                    ready = self._grader(assignment, self.parent).grade(notebook, files=submission.files())
            if submission.in_gradebook:
                outcomes, notes, cpu = self._through_nbgrader(submission, ready)
            else:
                outcomes, notes, cpu = ready.outcomes, ready.notes, ready.cpu
            return Row(submission.student, submission.assignment, outcomes, notes, cpu=cpu)
        except (BadSubmission, CourseError) as problem:
            return Row(submission.student, submission.assignment, problem=str(problem))
        except ParentFailed:
            raise
        except Exception as error:  # whatever it is, it stops one submission
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            return Row(submission.student, submission.assignment, problem=f"grading it failed: {told}")

    def _read(self, submission: Submission) -> tuple[Assignment, NotebookNode]:
        if not submission.assignment:
            read_notebook(submission.path)
            raise BadSubmission(f"{submission.path.name} belongs to no assignment of this course")
        assignment = self._assignment(submission.assignment)
        return assignment, checked(submission, assignment)

    def _assignment(self, name: str) -> Assignment:
        if name not in self._assignments:
            self._assignments[name] = self.course.assignment(name)
        return self._assignments[name]

    def _through_nbgrader(self, submission: Submission, ready: Graded | None) -> history.Kept:
        """nbgrader's own Autograde, with the kit's preprocessors: gradebook and folders end as with its command."""
        name, student = submission.assignment, submission.student
        digest = self._digest(submission)
        preprocessors.prepared.clear()
        if ready:
            preprocessors.prepared[ready.digest] = ready
        with warnings.catch_warnings(), preprocessors.holding(self._assignment(name)):
            # nbformat's words on odd cells, of which the row tells, and SQLAlchemy's on nbgrader 0.9.6's own use of it
            warnings.simplefilter("ignore")
            result = self._api.autograde(name, student, force=True, create=True)
        kept = history.recall(self.course, name, student)
        if "No assignment with ID" in (result.get("log") or ""):
            raise CourseError(f"{name} is not in the gradebook yet: run `autograder build {name}`")
        if not result["success"] or kept is None:
            raise BadSubmission(f"nbgrader could not grade it: {_last_error(result)}")
        history.settle(self.course, name, student, digest)
        return kept

    def _digest(self, submission: Submission) -> str:
        """Names all that a submission's place in the gradebook depends on."""
        assignment = self._assignment(submission.assignment)
        digest = hashlib.sha256(grade_digest(assignment).encode())
        digest.update((self.course.root / "nbgrader_config.py").read_bytes())
        digest.update(repr((self.cell_limit, self.parent.confined)).encode())
        folder = submission.path.parent
        for path in sorted(folder.rglob("*")):
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            digest.update(f"{path.relative_to(folder)}\0{path.is_symlink()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def graded_before(self, submissions: list[Submission]) -> dict[Submission, history.Kept]:
        """The submissions of which nothing has changed since their outcomes went into the gradebook."""
        found: dict[Submission, history.Kept] = {}
        scores: dict[str, dict[str, dict[str, float | None]]] = {}
        for submission in submissions:
            name, student = submission.assignment, submission.student
            if not submission.in_gradebook or name not in self.course.names():
                continue
            kept = history.recall(self.course, name, student, self._digest(submission))
            if kept is None or not (self.course.root / "autograded" / student / name / f"{name}.ipynb").is_file():
                continue
            if name not in scores:
                scores[name] = _scores(self.settings, name)
            if scores[name].get(student) == {outcome.grade_id: outcome.score for outcome in kept[0]}:
                found[submission] = kept
        return found


def _scores(settings: Config, assignment: str) -> dict[str, dict[str, float | None]]:
    """The automatic scores in the gradebook, by student and graded cell."""
    with Gradebook(settings.CourseDirectory.db_url, settings.CourseDirectory.course_id) as gradebook:
        try:
            submissions = gradebook.assignment_submissions(assignment)
        except MissingEntry:
            return {}
        return {
            submission.student_id: {
                grade.name: grade.auto_score for book in submission.notebooks for grade in book.grades
            }
            for submission in submissions
        }


def _last_error(result: dict[str, str]) -> str:
    """The line of nbgrader's log that names the exception, or its own error line."""
    lines = [line.strip() for line in (result.get("log") or "").splitlines()]
    raised = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Missing\w*|NotebookN?\w*): ", line)]
    told = [line.split("] ")[-1] for line in lines if "| ERROR]" in line]
    return (raised[-1:] or told[-1:] or [str(result.get("error") or "no reason given").strip()])[0]
