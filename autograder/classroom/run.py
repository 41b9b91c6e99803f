"""A class at a time: submissions in, rows of outcomes out, and what lies in submitted/ through nbgrader."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import logging
import os
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.utils import capture_log, temp_attrs

from autograder import settings
from autograder.child import thrift
from autograder.classroom import faults, gradebook, history, preprocessors
from autograder.classroom.batch import Batch
from autograder.classroom.bundle import Bundle, Sheet
from autograder.classroom.fitness import Wanted
from autograder.classroom.handed_in import entries, unfit
from autograder.classroom.pool import Pool
from autograder.classroom.submissions import BadSubmission, Submission, checked, read_notebook
from autograder.course import Assignment, Course, CourseError
from autograder.judging.digests import grade_digest
from autograder.judging.graded import Graded, Standing
from autograder.judging.store import Reply
from autograder.settings import Settings
from autograder.subject.parent import Forking, ParentFailed, shared

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI

    from autograder.classroom.cluster import Cluster

log = logging.getLogger(__name__)


class _Autograde(Autograde):
    """nbgrader's Autograde, whose steps share the batch of a whole class.

    ``failure`` is what it has stopped at: of it nbgrader keeps a line in its log, where any file's name may stand too.
    """

    batch: Batch
    failure: Exception | None = None

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        with self._kept():
            return super().init_destination(assignment_id, student_id)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._kept():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._kept():
            super().convert_single_notebook(notebook_filename)

    def start(self) -> None:
        with self._kept():
            super().start()

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.failure = self.failure or error
            raise


class Workers(Protocol):
    """Who judges ahead of this process: on this machine, or on a cluster."""

    def results(self, jobs: Sequence[Submission]) -> Iterator[tuple[Submission, Graded | None]]:
        """Each job with its result, as they come; None where this process has to do it itself."""

    def close(self) -> None:
        """Let go of them."""


def grade(
    course: Course,
    submissions: list[Submission],
    *,
    confined: bool = True,
    jobs: int = 1,
    again: bool = False,
    cluster: Cluster | None = None,
) -> Iterator[Graded]:
    """Grade submissions and give the result of each, as they come. What cannot be graded has its problem there.

    Workers judge, ``jobs`` of them at a time or those of a cluster; this process alone writes grades. A submission in
    the gradebook that was graded before, and of which nothing has changed since, is not run again.

    Args:
        confined: whether student code is confined; only an instructor may say no.
        again: grade unchanged submissions too.

    Raises:
        CourseError: when the course has no key, another run is grading it, nothing can be graded, or the cluster does
            not answer.
        ParentFailed: when student code cannot be confined here, or no notebook can be run at all.
    """
    course.key  # noqa: B018 - nothing can be graded without it, and to start the warm parent takes longer
    run = _Run(course, settings.of(course), confined)
    refused = run.refused(submissions)
    with ExitStack() as stack:
        stack.callback(os.close, _only_run(course))
        done = {} if again else run.graded_before([each for each in submissions if each not in refused])
        given = refused | done
        fresh = [submission for submission in submissions if submission not in given]
        if fresh:
            thrift.without_distributed_tensors()
            thrift.freeze()  # workers are forked too
            stack.callback(gc.unfreeze)
        # made here and not in the generator: a pool forks, and the caller has a single thread now
        workers: Workers | None = None
        if fresh and cluster:
            workers = cluster.workers(run, Wanted.of_this_machine(confined, run.batch.cell_limit))
        elif (jobs := min(jobs, len(fresh))) > 1:
            workers = Pool(run.ahead, run.batch.parent, jobs)
        if workers:
            stack.callback(workers.close)
        to_the_end = stack.pop_all()

    def results() -> Iterator[Graded]:
        with to_the_end, gradebook.one_engine():
            yield from given.values()
            for submission, ready in workers.results(fresh) if workers else ((each, None) for each in fresh):
                yield run.result(submission, ready)

    return results()


def _only_run(course: Course) -> int:
    """A lock on the course's grading, free again when its descriptor is closed, however this process ends."""
    path = course.private / "grading.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    course.open_to_group(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise CourseError(f"another run is grading the course in {course.root}: wait until it has ended") from None
    return descriptor


class _Run:
    """One run over a class, through nbgrader where a submission lies in its tree."""

    def __init__(self, course: Course, told: Settings, confined: bool) -> None:
        self.course, self.told = course, told
        self._config = told.changed(GradeNotebook={"sandbox": "full" if confined else "none"})
        self.batch = Batch(
            course, shared(confined=confined), preprocessors.GradeNotebook(config=self._config).cell_limit
        )

    def refused(self, submissions: list[Submission]) -> dict[Submission, Graded]:
        """The submissions whose assignment lacks what it needs to be graded, which is asked once for all of them.

        Raises:
            CourseError: when this leaves none.
        """
        lacks: dict[tuple[str, bool], str] = {}
        for name, in_gradebook in sorted({(each.assignment, each.in_gradebook) for each in submissions}):
            if name in self.course.names():
                try:
                    self.batch.prepare(name)
                    if in_gradebook and not gradebook.has(self.told, name):
                        raise CourseError(f"{name} is not in the gradebook yet: run `autograder build {name}`")
                except CourseError as error:
                    lacks[name, in_gradebook] = str(error)
        found = {
            each: Graded(each.assignment, each.student, problem=lacks[each.assignment, each.in_gradebook])
            for each in submissions
            if (each.assignment, each.in_gradebook) in lacks
        }
        if found and len(found) == len(submissions):
            raise CourseError("; ".join(dict.fromkeys(lacks.values())))
        return found

    @cached_property
    def _api(self) -> NbGraderAPI:
        from nbgrader.apps.api import NbGraderAPI

        return NbGraderAPI(config=self._config)

    def ahead(self, submission: Submission, forks: Forking) -> Graded:
        """In a worker of this machine: judge a submission."""
        assignment, notebook, files, environment = self._handed_over(submission)
        return self.batch.grader(assignment, forks).grade(notebook, files=files, environment=environment)

    def sheet(self, submission: Submission) -> Sheet:
        """For a worker elsewhere: all that it needs of a submission, and of the course key."""
        assignment, notebook, files, environment = self._handed_over(submission)
        return Sheet(notebook, files, environment, self.batch.grader(assignment).draw(notebook))

    def bundle(self, assignment: str) -> Bundle:
        """For a worker elsewhere: an assignment, with what its own answers have been asked so far."""
        grader = self.batch.grader(self.batch.assignment(assignment))
        return Bundle.of(grader.assignment, grader.store)

    def add(self, assignment: str, replies: Sequence[Reply]) -> None:
        """From a worker elsewhere: keep what it has asked the assignment's own answers."""
        self.batch.grader(self.batch.assignment(assignment)).store.add(replies)

    def _handed_over(self, submission: Submission) -> tuple[Assignment, NotebookNode, dict[str, bytes], dict[str, str]]:
        """A submission as nbgrader will hand it over: its notebook, its files, its environment."""
        assignment, notebook = self._read(submission)
        if not submission.in_gradebook:
            return assignment, notebook, submission.files(), {}
        ClearOutputPreprocessor().preprocess(notebook, {})
        files = {
            name: content
            for name, content in submission.files().items()
            if not any(fnmatch(part, pattern) for part in Path(name).parts for pattern in self.told.ignore)
        }
        return assignment, notebook, files, {"NBGRADER_EXECUTION": "autograde"}

    def result(self, submission: Submission, ready: Graded | None) -> Graded:
        """Grade one submission, with what a worker has found or without. Where it has a problem, that is the result."""
        if ready and ready.problem:
            return ready
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
        folder = self.course.place("autograded", name, student)
        for place in (folder, folder.parent):
            if place.exists() and not os.access(place, os.W_OK | os.X_OK):
                raise CourseError(f"{place} cannot be replaced: it is another user's; see CourseDirectory.groupshared")
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
        if not result["success"] or graded is None:
            kept = self._fault(submission, result.get("log") or str(result.get("error")))
            told = " ".join(f"{type(error).__name__}: {error}".split()) if (error := autograde.failure) else "no reason"
            raise BadSubmission(f"nbgrader could not grade it: {told[:200]}{kept}")
        standing = gradebook.standings(self.told, name, student)[student]
        # while hints are open it does not count as done, and the next run goes on with them
        history.keep(self.course, graded, "" if graded.hints_open else f"{under} {standing.times}")
        return replace(graded, standing=standing)

    def _digest(self, submission: Submission) -> str:
        """Names all that a submission's place in the gradebook depends on."""
        batch = self.batch
        digest = hashlib.sha256(grade_digest(batch.assignment(submission.assignment)).encode())
        digest.update(self.told.digest.encode())
        digest.update(repr((batch.cell_limit, batch.parent.confined)).encode())
        folder = submission.path.parent
        for path in sorted(Path(entry.path) for entry in entries(folder)):
            link, size = path.is_symlink(), 0
            digest.update(os.fsencode(path.relative_to(folder)) + f"\0{link}\0".encode())
            if path.is_file() and not link:
                with path.open("rb") as file:
                    while part := file.read(1 << 20):
                        digest.update(part)
                        size += len(part)
            digest.update(f"\0{size}\0".encode())
        return digest.hexdigest()

    def graded_before(self, submissions: list[Submission]) -> dict[Submission, Graded]:
        """The submissions of which nothing has changed since their outcomes went into the gradebook."""
        found: dict[Submission, Graded] = {}
        known: dict[str, dict[str, Standing]] = {}
        for submission in submissions:
            name, student = submission.assignment, submission.student
            if not submission.in_gradebook or name not in self.course.names() or unfit(submission.path, student):
                continue
            if name not in known:
                known[name] = gradebook.standings(self.told, name)
            standing = known[name].get(student)
            if standing is None or not (self.course.place("autograded", name, student) / f"{name}.ipynb").is_file():
                continue
            kept = history.recall(self.course, name, student, f"{self._digest(submission)} {standing.times}")
            scores = {mark.grade_id: mark.auto for mark in standing.marks}
            if kept and all(scores.get(outcome.grade_id, -1.0) == outcome.score for outcome in kept.outcomes):
                found[submission] = replace(kept, standing=standing, unchanged=True)
        return found
