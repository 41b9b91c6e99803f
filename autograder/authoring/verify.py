"""Verifies an assignment: every answer of the course's own gets exactly the points that it must get."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.authoring.trial import Trials
from autograder.course import Answer, Assignment
from autograder.judging.graded import Graded
from autograder.judging.grading import Grader
from autograder.judging.status import Status
from autograder.judging.variants import VARIANTS
from autograder.judging.verdicts import Verdict
from autograder.notebooks import graded_cells

A_FEW = 3  # variants under which an answer is graded by default


@dataclass(frozen=True)
class Finding:
    """One answer under one variant or several: what is wrong with its result, or nothing.

    ``noticed`` says of a wrong answer whether a visible check of the notebook stopped at it, of others nothing.
    """

    answer: str
    kind: str
    score: float
    points: float
    faults: tuple[str, ...]
    noticed: bool | None = None


def verify(assignment: Assignment, *, all_variants: bool = False) -> Iterator[Finding]:
    """Grade the reference, the right and wrong answers and the untouched release.

    References and right answers must get full marks, the release none; each wrong answer must lose all or part of
    exactly the cells that it names, and be told its own hint there. No cell may be passed whose visible check stops: a
    student would get points for what the notebook itself refuses, or see right work refused. Each answer meets a few
    variants; its hints are looked for under the one that all answers share, so that each wrong answer is run once for
    the others' sake. What wrong answers answer is kept in the course's store, where a class's first grading finds it.

    Args:
        all_variants: under each of the prepared variants, and hints too: then no grading has to run a wrong answer.
    """
    answers = [assignment.reference, *assignment.right, *assignment.wrong, _untouched(assignment)]
    if all_variants:
        yield from _verified(
            Grader(assignment, patience=math.inf), [(answer, range(VARIANTS)) for answer in answers], True
        )
        return
    trials, grader = Trials(assignment), Grader(assignment, patience=math.inf)
    for answer in answers:
        first, *others = a_few(assignment.name, answer.name)
        [finding] = _verified(grader, [(answer, [first])], hints=True)
        more = _recorded(grader, answer, others) if answer.kind == "wrong" else _tried(trials, answer, others)
        yield replace(finding, faults=(*finding.faults, *_under_more(answer, more)))


def a_few(assignment: str, answer: str) -> list[int]:
    """The variants that an answer meets: first the assignment's, which all share, then others for another name."""
    shared, first = _by_name(assignment), _by_name(answer)
    others = [(first + 5 * number) % VARIANTS for number in range(A_FEW)]
    return [shared, *(other for other in others if other != shared)][:A_FEW]


def _by_name(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % VARIANTS


Verdicts = Iterable[tuple[int, Mapping[str, Verdict]]]  # by variant


def _recorded(grader: Grader, answer: Answer, variants: list[int]) -> Verdicts:
    """The verdicts on a wrong answer, whose records stay in the course's store: diagnosis will ask for them."""
    cells = [cell.grade_id for cell in grader.assignment.graded]
    for variant in variants:
        yield variant, grader.simulated(answer, cells, dict.fromkeys(cells, variant))


def _tried(trials: Trials, answer: Answer, variants: list[int]) -> Verdicts:
    """The verdicts on another answer, from one run of its notebook."""
    with trials.of(answer.notebook) as trial:
        for variant in variants:
            yield variant, trial.ask([cell.grade_id for cell in trials.assignment.graded], variant)


def _under_more(answer: Answer, found: Verdicts) -> Iterator[str]:
    """What is wrong under more variants."""
    for variant, verdicts in found:
        for grade_id, verdict in verdicts.items():
            said = f"{verdict.status}: {verdict.message}"
            for fault in _verdict_faults(answer, grade_id, verdict.status, verdict.share, said):
                yield f"variant {variant}: {fault}"


def sample(assignment: Assignment, turn: int) -> Iterator[Finding]:
    """A part of verification that takes seconds: the reference, the release, and one wrong answer for each grader.

    The wrong answers are such that no earlier grader catches. Of each only the grader that is to catch it is asked, at
    its cell, and no cell below that is run; hints are not looked for. All meet one variant.

    Args:
        turn: of several such answers of a grader each has its turn, one after the other, and so has each variant.
    """
    order = [cell.grade_id for cell in assignment.graded]
    first: dict[str, list[Answer]] = {}
    for wrong in assignment.wrong:
        first.setdefault(min(wrong.caught_by, key=order.index), []).append(wrong)
    variant = (_by_name(assignment.name) + turn) % VARIANTS
    whole = [(answer, [variant]) for answer in (assignment.reference, _untouched(assignment))]
    yield from _verified(Grader(assignment), whole, hints=False)
    trials, points = Trials(assignment), {cell.grade_id: cell.points for cell in assignment.graded}
    for grade_id, wrongs in first.items():
        answer = wrongs[turn % len(wrongs)]
        with trials.of(answer.notebook) as trial:
            verdict = trial.ask([grade_id], variant)[grade_id]
        faults = _under_more(answer, [(variant, {grade_id: verdict})])
        yield Finding(answer.name, answer.kind, verdict.share * points[grade_id], points[grade_id], tuple(faults))


def _untouched(assignment: Assignment) -> Answer:
    return Answer("release", "release", assignment.released(), title="the untouched release")


def _verified(grader: Grader, answers: Sequence[tuple[Answer, Sequence[int]]], hints: bool) -> Iterator[Finding]:
    for answer, variants in answers:
        for variant in variants:
            graded = _without_a_person(grader.grade(answer.notebook, variant=variant, diagnose=hints))
            faults = tuple(f"variant {variant}: {fault}" for fault in _faults(answer, graded, hints))
            noticed = bool(_refused(graded)) if answer.kind == "wrong" else None
            yield Finding(answer.name, answer.kind, graded.score, graded.points, faults, noticed)


def _without_a_person(graded: Graded) -> Graded:
    """A result without the cells that a person grades: no answer of the course's own can show anything of those."""
    cells = {cell.grade_id for cell in graded_cells(graded.notebook)}
    return replace(graded, outcomes=[outcome for outcome in graded.outcomes if outcome.grade_id in cells])


def _refused(graded: Graded) -> set[str]:
    """The graded cells whose visible check stopped."""
    cells = graded_cells(graded.notebook)
    outputs = {cell.grade_id: graded.notebook.cells[cell.index].outputs for cell in cells}
    return {name for name, shown in outputs.items() if any(output.output_type == "error" for output in shown)}


def _faults(answer: Answer, graded: Graded, hints: bool) -> Iterator[str]:
    refused = _refused(graded)
    for note in graded.notes:
        yield f"needed a repair: {note}"
    if refused and answer.unnoticed:
        yield f"a visible check notices it, and its header says why none does ({answer.unnoticed})"
    lost_above = False
    for outcome in graded.outcomes:
        said = f"{outcome.status}: {outcome.message}"
        if outcome.status is Status.NOT_GRADED:
            last = outcome.log.strip().splitlines()
            yield f"{outcome.grade_id} is not graded: {last[-1] if last else 'no grader'}"
            continue
        # Below a task that lost its points a check may stop because of that task, where a grader asks this one alone.
        if outcome.status is Status.PASSED and outcome.grade_id in refused and not lost_above:
            yield f"{outcome.grade_id} passes what the visible check of its cell refuses"
        lost_above = lost_above or outcome.status.lost
        yield from _verdict_faults(answer, outcome.grade_id, outcome.status, outcome.score or 0.0, said)
        expected = hints and answer.kind == "wrong" and outcome.grade_id in answer.caught_by
        if expected and outcome.status is not Status.PASSED and outcome.misconception != answer.name:
            told = f"the hint of {outcome.misconception}" if outcome.misconception else "no hint"
            yield f"{outcome.grade_id} catches it but gives {told} ({said})"


def _verdict_faults(answer: Answer, grade_id: str, status: str, earned: float, said: str) -> Iterator[str]:
    """What is wrong with a verdict on an answer, its hint aside."""
    if status is Status.NOT_GRADED:
        yield f"{grade_id} is not graded"
    elif answer.kind in ("reference", "right"):
        if status is not Status.PASSED:
            yield f"{grade_id} should pass but {said}"
    elif answer.kind == "release":
        if earned:
            yield f"{grade_id} gives points for nothing"
    elif grade_id in answer.caught_by:
        if status is Status.PASSED:
            yield f"{grade_id} should catch it but passed"
    elif status is not Status.PASSED:
        yield f"{grade_id} is not named in caught_by but {said}"
