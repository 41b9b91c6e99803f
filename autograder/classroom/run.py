"""A class at a time: submissions in, rows of outcomes out, and what lies in submitted/ through nbgrader."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import logging
import os
import re
import traceback
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from autograder.child import thrift
from autograder.classroom import faults, history, preprocessors
from autograder.classroom.batch import Batch
from autograder.classroom.gradebook import one_engine
from autograder.classroom.pool import Pool
from autograder.classroom.submissions import BadSubmission, Submission, checked, read_notebook
from autograder.course import Assignment, Course, CourseError, nbgrader_settings
from autograder.judging.digests import grade_digest
from autograder.judging.graded import Graded
from autograder.subject.parent import Forking, ParentFailed, WarmParent, shared

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI

log = logging.getLogger(__name__)


class _Autograde(Autograde):
    """nbgrader's Autograde, whose steps share the batch of a whole class."""

    batch: Batch


def grade(
    course: Course, submissions: list[Submission], *, confined: bool = True, jobs: int = 1, again: bool = False
) -> Iterator[Graded]:
    """Grade submissions and give the result of each, as they come. What cannot be graded has its problem there.

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
    before = run.graded_before(submissions) if not again else {}
    fresh = [submission for submission in submissions if submission not in before]
    if fresh:
        thrift.without_distributed_tensors()
        thrift.freeze()  # workers are forked too
    # made here and not in the generator: it forks, and the caller has a single thread now
    pool = Pool(run.ahead, run.batch.parent, jobs) if (jobs := min(jobs, len(fresh))) > 1 else None

    def results() -> Iterator[Graded]:
        with ExitStack() as stack:
            stack.callback(os.close, lock)
            stack.enter_context(one_engine())
            stack.callback(gc.unfreeze)
            if pool:
                stack.callback(pool.close)
            yield from before.values()
            for submission, ready in pool.results(fresh) if pool else ((each, None) for each in fresh):
                yield run.result(submission, ready)

    return results()


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
    """One run over a class, through nbgrader where a submission lies in its tree."""

    def __init__(self, course: Course, settings: Config, parent: WarmParent) -> None:
        self.course, self.settings = course, settings
        self.batch = Batch(course, parent, preprocessors.GradeNotebook(config=settings).cell_limit)

    @cached_property
    def _api(self) -> NbGraderAPI:
        from nbgrader.apps.api import NbGraderAPI

        return NbGraderAPI(config=self.settings)

    def ahead(self, submission: Submission, forks: Forking) -> Graded:
        """In a worker: judge a submission as nbgrader will hand it over."""
        assignment, notebook = self._read(submission)
        grader = self.batch.grader(assignment, forks)
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

    def result(self, submission: Submission, ready: Graded | None) -> Graded:
        """Grade one submission, with what a worker has found or without."""
        try:
            if submission.in_gradebook:
                return self._through_nbgrader(submission, ready)
            if ready is None:
                assignment, notebook = self._read(submission)
                ready = self.batch.grader(assignment).grade(notebook, files=submission.files())
            return replace(ready, student=submission.student)
        except (BadSubmission, CourseError) as error:
            problem = str(error)
        except ParentFailed:
            raise
        except Exception as error:  # whatever it is, it stops one submission
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            problem = f"grading it failed: {told}{self._fault(submission, traceback.format_exc())}"
        return Graded(submission.assignment, submission.student, problem=problem)

    def _fault(self, submission: Submission, text: str) -> str:
        return faults.keep(self.course, f"{submission.assignment}-{submission.student}", text)

    def _read(self, submission: Submission) -> tuple[Assignment, NotebookNode]:
        if not submission.assignment:
            read_notebook(submission.path)
            raise BadSubmission(f"{submission.path.name} belongs to no assignment of this course")
        assignment = self.batch.assignment(submission.assignment)
        return assignment, checked(submission, assignment)

    def _through_nbgrader(self, submission: Submission, ready: Graded | None) -> Graded:
        """nbgrader's own Autograde, with the kit's preprocessors: gradebook and folders end as with its command."""
        if ready is None:
            self._read(submission)
        name, student = submission.assignment, submission.student
        under = self._digest(submission)
        self.batch.ahead = {ready.digest: ready} if ready else {}
        log.info("%s of %s was judged %s", name, student, "by a worker" if ready else "in this process")
        with warnings.catch_warnings(), temp_attrs(self._api.coursedir, assignment_id=name, student_id=student):
            # nbformat's words on odd cells, of which the row tells, and SQLAlchemy's on nbgrader 0.9.6's own use of it
            warnings.simplefilter("ignore")
            autograde = _Autograde(coursedir=self._api.coursedir, parent=self._api)
            autograde.batch, autograde.force, autograde.create_student = self.batch, True, True
            result = capture_log(autograde)
        graded = self.batch.graded.pop((name, student), None)
        if "No assignment with ID" in (result.get("log") or ""):
            raise CourseError(f"{name} is not in the gradebook yet: run `autograder build {name}`")
        if not result["success"] or graded is None:
            kept = self._fault(submission, result.get("log") or str(result.get("error")))
            raise BadSubmission(f"nbgrader could not grade it: {_last_error(result)}{kept}")
        history.keep(self.course, graded, under)
        return graded

    def _digest(self, submission: Submission) -> str:
        """Names all that a submission's place in the gradebook depends on."""
        batch = self.batch
        digest = hashlib.sha256(grade_digest(batch.assignment(submission.assignment)).encode())
        digest.update((self.course.root / "nbgrader_config.py").read_bytes())
        digest.update(repr((batch.cell_limit, batch.parent.confined)).encode())
        folder = submission.path.parent
        for path in sorted(folder.rglob("*")):
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            digest.update(f"{path.relative_to(folder)}\0{path.is_symlink()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def graded_before(self, submissions: list[Submission]) -> dict[Submission, Graded]:
        """The submissions of which nothing has changed since their outcomes went into the gradebook."""
        found: dict[Submission, Graded] = {}
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
            if scores[name].get(student) == {outcome.grade_id: outcome.score for outcome in kept.outcomes}:
                found[submission] = replace(kept, unchanged=True)
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
