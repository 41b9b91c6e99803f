"""An answer of another kind fails its student: no grader falls over it, and none becomes a paper for a person."""

from __future__ import annotations

import dataclasses
import math
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.authoring import build
from autograder.course import Assignment, Course
from autograder.judging import session
from autograder.judging.grading import Grader
from autograder.judging.recorded import RecordedSubject
from autograder.judging.session import Judge
from autograder.judging.variants import Variant
from autograder.judging.verdicts import Verdict
from autograder.notebooks import nbgrader_of
from autograder.probes.records import RECORDS, Opaque
from autograder.probes.steps import Step
from autograder.probes.wire import decode, encode
from autograder.subject.subject import Subject
from autograder.tests import small

ROOT = Path(__file__).resolve().parents[3]
NAMES = Course(ROOT).names()
QUICK = ("step_01", "step_04", "step_06", "step_14")
LONGEST = 10.0  # CPU seconds that one grader may take over an odd answer

# --- who is at fault ---------------------------------------------------------------------------------------------

GRADERS = '''"""Graders of small."""

from autograder import expect


def test_double_value(student, reference, variant, credit):
    """The double of a number."""
    x = variant.integer(3, 90)
    got = student.call("double", (x,))
    credit({credit})
    expect.that({test}, "It is another number.")
'''


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course, built."""
    course = small.make_course(tmp_path_factory.mktemp("course"))
    course.make_key()
    build.sync(course, "small")
    build.generate(course, "small")
    return course


@pytest.fixture
def grade(course: Course) -> Callable[..., Any]:
    """Grades the small course's task with a source, under a grader's own test of ``got``."""

    def graded(test: str, source: str, credit: float = 0.0) -> Any:
        (course.graders / "test_small.py").write_text(GRADERS.format(test=test, credit=credit))
        assignment = small.assignment(course)
        notebook = assignment.released()
        [task] = [cell for cell in notebook.cells if nbgrader_of(cell).get("solution")]
        task.source = source
        return Grader(assignment).grade(notebook)

    return graded


def test_an_answer_that_a_grader_cannot_read_fails_and_is_told_and_flagged(grade):
    graded = grade("got / 2 == x", "def double(x): return None")
    [outcome] = graded.outcomes
    assert (outcome.status, outcome.score) == ("failed", 0.0)
    assert "not of the kind" in outcome.message
    assert "TypeError" in outcome.log
    assert "TypeError" not in outcome.panel().text()
    assert any("double_value" in note and "could not read" in note for note in graded.notes)


def test_what_was_earned_before_an_answer_that_cannot_be_read_stays_earned(grade):
    [outcome] = grade("got / 2 == x", "def double(x): return None", credit=0.5).outcomes
    assert (outcome.status, outcome.score) == ("partial", 1.0)


def test_a_grader_that_falls_over_the_reference_too_costs_nobody_points(grade):
    graded = grade("got.nothing == x", "def double(x): return 2 * x")
    [outcome] = graded.outcomes
    assert (outcome.status, outcome.score) == ("not_graded", None)
    assert "by hand" in outcome.message
    assert not any("could not read" in note for note in graded.notes)


@pytest.mark.parametrize("error", ['OSError("disk")', '__import__("sqlite3").OperationalError("locked")'])
def test_the_machines_faults_cost_nobody_points(grade, error):
    """Though the reference's answer is read without one."""
    [outcome] = grade(f"got is not None or exec('raise {error}')", "def double(x): return None").outcomes
    assert (outcome.status, outcome.score) == ("not_graded", None)


# --- every part of every answer, one at a time -------------------------------------------------------------------

LEAVES: tuple[Any, ...] = (
    None, True, 0, -1, 10**18, 800.0, -1e300, math.nan, math.inf, "passed", "", [], [None], [[1.0], "a"], {},
    {"a": None}, torch.tensor(800.0), torch.tensor([]), torch.zeros(2, 3, 1), torch.tensor([math.nan] * 3),
    torch.tensor([True]), Opaque("Odd"),
)  # fmt: skip


Place = tuple[Any, ...]
Change = Callable[[Any], Any]


def parts(answer: Any, path: Place = ()) -> Iterator[Place]:
    """The path to the answer itself and to each thing in it; of long lists the first two and the last."""
    yield path
    if type(answer) in RECORDS.values():
        for field in dataclasses.fields(answer):
            yield from parts(getattr(answer, field.name), (*path, field.name))
    elif isinstance(answer, dict):
        for key in answer:
            yield from parts(answer[key], (*path, key))
    elif isinstance(answer, (list, tuple)):
        for index in sorted({0, 1, len(answer) - 1} & set(range(len(answer)))):
            yield from parts(answer[index], (*path, index))


def put(answer: Any, path: Place, change: Change) -> Any:
    """The answer with one of its parts changed."""
    if not path:
        return change(answer)
    key, rest = path[0], path[1:]
    if type(answer) in RECORDS.values():
        return dataclasses.replace(answer, **{key: put(getattr(answer, key), rest, change)})
    if isinstance(answer, dict):
        return {name: put(value, rest, change) if name == key else value for name, value in answer.items()}
    return [put(value, rest, change) if index == key else value for index, value in enumerate(answer)]


def at(answer: Any, path: Place) -> Any:
    for key in path:
        answer = getattr(answer, key) if type(answer) in RECORDS.values() else answer[key]
    return answer


def changes(part: Any) -> Iterator[tuple[str, Change]]:
    """What is put in the place of a part, each with a name."""
    for leaf in LEAVES:
        yield f"{leaf!r}", lambda old, leaf=leaf: leaf
    if isinstance(part, dict):
        for key in list(part)[:4]:
            yield f"without {key!r}", lambda old, key=key: {name: old[name] for name in old if name != key}
        yield "one more", lambda old: old | {"more": 1.0}
    elif isinstance(part, (list, tuple)):
        yield "one less", lambda old: list(old)[:-1]
        yield "one more", lambda old: [*old, None]
        yield "all None", lambda old: [None for _ in old]
    elif isinstance(part, torch.Tensor):
        yield "as a list", lambda old: old.tolist()
        yield "one dim more", lambda old: old.unsqueeze(0)
        yield "one dim less", lambda old: old[0] if old.dim() and len(old) else old.reshape(1)
        yield "one less", lambda old: old[1:] if old.dim() else old
        yield "of integers", lambda old: old.nan_to_num().clamp(-1e6, 1e6).long()
        yield "not finite", lambda old: torch.full_like(old.double(), math.inf)


class Changed(Subject):
    """The reference, but for one answer: of the question with this number, what ``change`` makes of it."""

    def __init__(self, subject: RecordedSubject, number: int, path: Place, change: Callable[[Any], Any]) -> None:
        self.subject, self.number, self.path, self.change, self.asked = subject, number, path, change, 0

    def stand_at(self, grade_id: str) -> None:
        self.subject.stand_at(grade_id)

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        results = self.subject.ask(steps, seed, limit)
        self.asked += 1
        if self.asked != self.number + 1:
            return results
        return decode(*encode(put(results, self.path, self.change)))  # refused, as on the pipe, where it is no record


def judged(grader: Grader, student: Subject, grade_id: str, variant: int) -> Verdict:
    reference = grader.cast.subject(grader.assignment.reference)
    judge = Judge(student, reference, lambda name: Variant(grader.assignment.name, name, variant), [grade_id])
    verdicts = session.run(grader.assignment.graders, judge)
    return grader.settled(verdicts, {grade_id: variant})[grade_id]


def faults(assignment: Assignment, variants: list[int], most: int | None) -> Iterator[str]:
    """Where a change to the reference's answers ends in something else than passed or not; ``most`` for each grader."""
    grader = Grader(assignment)
    for cell in assignment.graded:
        for variant in variants:
            verdict = judged(grader, grader.cast.subject(assignment.reference), cell.grade_id, variant)
            assert verdict.status == "passed"
            whole = [
                (number, path, name, change)
                for number, (_, _, results) in enumerate(verdict.exchanges)
                for path in parts(results)
                if path
                for name, change in changes(at(results, path))
            ]
            if most is not None:
                whole = random.Random(f"{cell.grade_id}/{variant}").sample(whole, min(most, len(whole)))
            for number, path, name, change in whole:
                started = time.process_time()
                student = Changed(grader.cast.subject(assignment.reference), number, path, change)
                verdict = judged(grader, student, cell.grade_id, variant)
                took = time.process_time() - started
                where = f"{cell.grade_id}, variant {variant}, question {number}, {path} = {name}"
                if verdict.status not in ("passed", "failed", "partial"):
                    yield f"{where}: {verdict.status}, {verdict.log[-300:]}"
                if took > LONGEST:
                    yield f"{where}: it took {took:.0f} s"


@pytest.fixture(scope="module", autouse=True)
def _key() -> None:
    Course(ROOT).make_key()


@pytest.mark.parametrize("name", QUICK)
def test_a_changed_answer_passes_or_fails(name: str) -> None:
    assert list(faults(Course(ROOT).assignment(name), [2], most=25)) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", NAMES)
def test_every_changed_answer_passes_or_fails(name: str) -> None:
    assert list(faults(Course(ROOT).assignment(name), [0, 7, 13], most=None)) == []
