"""What graders are given, and what becomes of it: the two subjects, credit, tries, and the verdict."""

from __future__ import annotations

import contextlib
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.expect.mismatch import Mismatch
from autograder.judging.status import Status
from autograder.judging.variants import Variant
from autograder.probes.records import Raised, Refused
from autograder.probes.steps import Step
from autograder.subject.parent import ParentFailed
from autograder.subject.pipe import SubjectFault
from autograder.subject.subject import Subject

TRIES = 3
# Codes of what is no expectation: a grader's own failure, and one that may be the student's, see `of_another_kind`.
FAULT, ODD = "fault", "odd answer"
SEEDS = 100_000  # a grading's seeds are below this, and so are a calibration's


@dataclass
class Verdict:
    """What a grader found: a ``status``, which may be given as its word, and the ``share`` of the points earned.

    ``code`` names the failed expectation, ``exchanges`` are the steps asked with their answers, ``log`` is for
    instructors only.
    """

    status: Status
    share: float = 0.0
    code: str = ""
    message: str = ""
    look: str = ""
    table: str = ""
    asked: str = ""
    log: str = ""
    exchanges: list[tuple[list[Step], int, list[Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.status = Status(self.status)


class Recorder(Subject):
    """The student's subject as a grader sees it: every exchange is kept for diagnosis. ``seed`` is its variant's."""

    def __init__(self, subject: Subject, seed: int) -> None:
        self.subject, self.seed = subject, seed
        self.exchanges: list[tuple[list[Step], int, list[Any]]] = []

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        results = self.subject.ask(steps, seed, limit)
        self.exchanges.append((steps, seed, results))
        return results


class ReferenceFailed(Exception):
    """The reference did not answer as a grader needs it: never the student's fault."""


class Reference(Subject):
    """The reference as a grader sees it: whatever is wrong with it is the grader's own fault."""

    def __init__(self, subject: Subject, seed: int) -> None:
        self.subject, self.seed = subject, seed

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        return self.subject.ask(steps, seed, limit)

    def sequence(self, *steps: Step, seed: int | None = None, limit: float = 10.0) -> list[Any]:
        with _own_fault():
            return super().sequence(*steps, seed=seed, limit=limit)

    def error(self, *args: Any, **kwargs: Any) -> Raised | None:
        with _own_fault():
            return super().error(*args, **kwargs)


@contextlib.contextmanager
def _own_fault() -> Iterator[None]:
    try:
        yield
    except (Mismatch, SubjectFault, Refused) as fault:
        raise ReferenceFailed(f"the reference did not answer: {fault}") from fault


class Both:
    """Student and reference, asked alike: what a subject answers, this gives as a pair, the student's answer first."""

    def __init__(self, student: Subject, reference: Subject) -> None:
        self.student, self.reference = student, reference

    def __getattr__(self, name: str) -> Callable[..., tuple[Any, Any]]:
        ask, want = getattr(self.student, name), getattr(self.reference, name)
        return lambda *args, **kwargs: (ask(*args, **kwargs), want(*args, **kwargs))


class Credit:
    """``credit(0.5)`` says that half of the points are earned whatever fails below it."""

    def __init__(self) -> None:
        self.share = 0.0

    def __call__(self, share: float) -> None:
        self.share = max(self.share, float(share))


def seeds_of(variant: Variant) -> Sequence[int]:
    """The seeds of the tries that a stochastic check has."""
    return [(variant.seed + number) % SEEDS for number in range(TRIES)]


class Tries:
    """Independent tries of a stochastic check, one for each seed; the first that passes ends them."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self._seeds = seeds

    def __iter__(self) -> Iterator[contextlib.AbstractContextManager[int]]:
        self._passed = False
        for number, seed in enumerate(self._seeds, 1):
            yield self._attempt(seed, last=number == len(self._seeds))
            if self._passed:
                return

    @contextlib.contextmanager
    def _attempt(self, seed: int, last: bool) -> Iterator[int]:
        try:
            yield seed
            self._passed = True
        except Mismatch:
            if last:
                raise


class SecondLooks(Tries):
    """The tries of a grading. What passes at a later one has to pass at its seed once more.

    A right answer that had bad luck does, as the seed decides it. For one that rolls dice of its own, a later try is
    no further guess.
    """

    def __iter__(self) -> Iterator[contextlib.AbstractContextManager[int]]:
        for number, attempt in enumerate(super().__iter__()):
            yield attempt
            if self._passed and number > 0:
                self._passed = False
                yield self._attempt(self._seeds[number], last=number == len(self._seeds) - 1)


def verdict_on(error: BaseException | None, share: float) -> Verdict:
    """The verdict where a grader ended with this exception or with none, and ``share`` was earned before."""
    if error is None:
        return Verdict(Status.PASSED, 1.0)
    failed = Status.PARTIAL if share else Status.FAILED
    if isinstance(error, Mismatch):
        return Verdict(failed, share, error.code, error.message, error.look, error.table)
    if isinstance(error, SubjectFault):
        status = failed if share else Status(error.outcome)
        return Verdict(status, share, error.outcome, f"{str(error)[:1].upper()}{str(error)[1:]}.")
    if isinstance(error, Refused):
        return Verdict(failed, share, "refused", f"What came back cannot be read: {error}.")
    if isinstance(error, AssertionError):  # a bare assert: its text was written by pytest and names expected values
        return Verdict(failed, share, "assert", "This is not what the text asks for.")
    # Whose fault it is, is not known here: see `Grader.settled`. Of the machine's and the reference's it is known.
    code = FAULT if isinstance(error, (ReferenceFailed, OSError, sqlite3.Error, ParentFailed)) else ODD
    log = "".join(traceback.format_exception(error))
    words = "The grader itself failed here; this will be graded by hand."
    return Verdict(Status.NOT_GRADED, share, code, words, log=log)


def of_another_kind(verdict: Verdict) -> Verdict:
    """The verdict on a student where a grader fell over an answer, and does not fall over the reference's."""
    words = "What came back here is not of the kind that is asked for: look at the type of each of its parts."
    return replace(verdict, status=Status.PARTIAL if verdict.share else Status.FAILED, message=words)
