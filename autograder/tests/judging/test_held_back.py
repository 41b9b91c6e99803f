"""Leave one out: each wrong answer handed in as a student's, while it is no known one: is its hint right, or none?

Whether the hint of another answer is right for it was judged once, by reading both: ``held_back.toml``.
"""

from __future__ import annotations

import math
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.course import Answer, Assignment, Course
from autograder.judging.diagnosis import Diagnosis
from autograder.judging.grading import Grader
from autograder.judging.verdicts import Verdict
from autograder.tests.small import ROOT

COURSE = Course(ROOT)
COURSE.make_key()  # a fresh clone has none yet, and the variant is given in each grading
JUDGED: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(
    (Path(__file__).parent / "held_back.toml").read_text()
)
MISLEADING = 1 / 50  # of all wrong answers, at most
SECONDS = 15.0  # for the sample of a default run, and the answer at which it ends


def judged(told: tuple[str, str, str]) -> str:
    """What was found of a hint: "right", "misleading", or "" where nobody has judged it."""
    assignment, answer, other = told
    found = JUDGED.get(assignment, {}).get(answer, {})
    return next((verdict for verdict, others in found.items() if other in others), "")


def held_back(grader: Grader, answer: Answer) -> set[str]:
    """The wrong answers whose hints a student with this one is told, while it is not among the known ones."""
    assignment = grader.assignment
    chosen = {cell.grade_id: 0 for cell in assignment.graded}
    lost = grader.simulated(answer, answer.caught_by, chosen)
    others = [other for other in assignment.wrong if other is not answer]
    known = SimpleNamespace(wrong=others, master=assignment.master, reference=assignment.reference)
    diagnosis = Diagnosis(known, lambda one, ids: grader.simulated(one, ids, chosen))  # type: ignore[arg-type]
    return {wrong.name for wrong in diagnosis.hints({g: lost.get(g, Verdict("passed", 1.0)) for g in chosen}).values()}


def told(assignment: Assignment, answers: list[Answer]) -> Iterator[tuple[str, str, str]]:
    """Every hint that is told: the assignment, the answer that is held back, the one whose hint it gets."""
    grader = Grader(assignment, patience=math.inf)
    for answer in answers:
        for other in sorted(held_back(grader, answer)):
            yield assignment.name, answer.name, other


def unjudged(found: list[tuple[str, str, str]]) -> str:
    lines = [" ".join(one) for one in found if not judged(one)]
    return "read both answers, and say in held_back.toml whether the second one's hint is right:\n" + "\n".join(lines)


def test_a_sample_of_held_back_answers_is_told_what_was_found_right():
    """The answers of lessons that train nothing, as many as there is time for, from another one on each day."""
    answers = [
        (assignment, answer)
        for assignment in map(COURSE.assignment, COURSE.names())
        if not assignment.trains
        for answer in assignment.wrong
    ]
    start = date.today().toordinal() * 97 % len(answers)
    until, found, looked_at = time.monotonic() + SECONDS, [], 0
    for assignment, answer in [*answers[start:], *answers[:start]]:
        found += told(assignment, [answer])
        looked_at += 1
        if time.monotonic() > until:
            break
    assert all(map(judged, found)), unjudged(found)
    assert looked_at > 0


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_at_most_one_held_back_answer_in_fifty_is_misled(capsys):
    assignments = [COURSE.assignment(name) for name in COURSE.names()]
    total = sum(len(assignment.wrong) for assignment in assignments)
    found = [one for assignment in assignments for one in told(assignment, assignment.wrong)]
    counted = {word: len({one[:2] for one in found if judged(one) == word}) for word in ("right", "misleading")}
    with capsys.disabled():
        print(f"\n{total} held back, {len({one[:2] for one in found})} told a hint: {counted}")
    assert all(map(judged, found)), unjudged(found)
    assert counted["misleading"] <= MISLEADING * total


def test_what_was_judged_is_of_answers_that_there_are():
    for name, answers in JUDGED.items():
        known = {wrong.name for wrong in COURSE.assignment(name).wrong}
        for answer, found in answers.items():
            assert set(found) <= {"right", "misleading"}
            assert {answer, *(other for others in found.values() for other in others)} <= known, (name, answer)
