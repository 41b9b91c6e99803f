"""Verifies an assignment: every answer of the course's own gets exactly the points that it must get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course import Answer, Assignment
from autograder.judging.grading import Graded, Grader
from autograder.judging.variants import VARIANTS


@dataclass(frozen=True)
class Finding:
    """One answer under one variant: what is wrong with its result, or nothing."""

    answer: str
    kind: str
    score: float
    points: float
    faults: tuple[str, ...]


def verify(assignment: Assignment, *, all_variants: bool = False) -> Iterator[Finding]:
    """Grade the reference, the right and wrong answers and the untouched release.

    References and right answers must get full marks, the release none; each wrong answer must lose all or part of
    exactly the cells that it names, and be told its own hint there.

    Args:
        all_variants: under each of the prepared variants instead of the first.
    """
    answers = [assignment.reference, *assignment.right, *assignment.wrong, _untouched(assignment)]
    yield from _verified(assignment, answers, range(VARIANTS if all_variants else 1), hints=True)


def sample(assignment: Assignment) -> Iterator[Finding]:
    """A part of verification that takes seconds: the reference, the release, and one wrong answer for each grader.

    The wrong answers are such that no earlier grader catches, of these the one that costs the fewest cells; their
    hints are not looked for.
    """
    order = [cell.grade_id for cell in assignment.graded]
    first: dict[str, Answer] = {}
    for wrong in sorted(assignment.wrong, key=lambda wrong: len(wrong.caught_by)):
        first.setdefault(min(wrong.caught_by, key=order.index), wrong)
    answers = [assignment.reference, *first.values(), _untouched(assignment)]
    yield from _verified(assignment, answers, range(1), hints=False)


def _untouched(assignment: Assignment) -> Answer:
    return Answer("release", "release", assignment.released(), title="the untouched release")


def _verified(assignment: Assignment, answers: list[Answer], variants: range, hints: bool) -> Iterator[Finding]:
    grader = Grader(assignment)
    for answer in answers:
        for variant in variants:
            graded = grader.grade(answer.notebook, variant=variant, diagnose=hints)
            faults = tuple(f"variant {variant}: {fault}" for fault in _faults(answer, graded, hints))
            yield Finding(answer.name, answer.kind, graded.score, graded.points, faults)


def _faults(answer: Answer, graded: Graded, hints: bool) -> Iterator[str]:
    for note in graded.notes:
        yield f"needed a repair: {note}"
    for outcome in graded.outcomes:
        where, said = outcome.grade_id, f"{outcome.status}: {outcome.message}"
        if outcome.status == "not_graded":
            last = outcome.log.strip().splitlines()
            yield f"{where} is not graded: {last[-1] if last else 'no grader'}"
        elif answer.kind in ("reference", "right"):
            if outcome.status != "passed":
                yield f"{where} should pass but {said}"
        elif answer.kind == "release":
            if outcome.score:
                yield f"{where} gives {outcome.score:g} points for nothing"
        elif outcome.grade_id in answer.caught_by:
            if outcome.status == "passed":
                yield f"{where} should catch it but passed"
            elif hints and outcome.misconception != answer.name:
                told = f"the hint of {outcome.misconception}" if outcome.misconception else "no hint"
                yield f"{where} catches it but gives {told} ({said})"
        elif outcome.status != "passed":
            yield f"{where} is not named in caught_by but {said}"
