"""Answers of the course's own: asked once, then from the records; a fault of a wrong answer is kept as its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Answer
from autograder.judging.recorded import Cast, RecordedSubject, request_key
from autograder.judging.store import Store
from autograder.probes import steps
from autograder.subject.pipe import SubjectFault, TimedOut
from autograder.tests import small

STEP = steps.value("x")


class Counting:
    """Stands for a notebook's run: answers with a number that grows, or with a fault."""

    def __init__(self, fault: SubjectFault | None = None) -> None:
        self.asked, self.fault = 0, fault

    def ask(self, asked: list[steps.Step], seed: int, limit: float) -> list[int]:
        self.asked += 1
        if self.fault:
            raise self.fault
        return [self.asked]


def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Counting, kind: str) -> RecordedSubject:
    assignment = small.assignment(small.make_course(tmp_path / "course"))
    answer: Answer = {"reference": assignment.reference, "wrong": assignment.wrong[0]}[kind]
    monkeypatch.setattr(RecordedSubject, "_live", lambda self: run)
    return RecordedSubject(answer, assignment, Store(tmp_path / "records.sqlite"), None, 9.0)  # type: ignore[arg-type]


def test_a_question_is_asked_once_at_each_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Counting()
    subject = recorded(tmp_path, monkeypatch, run, "reference")
    subject.stand_at("a")
    assert [subject.ask([STEP], 1, 5.0) for _ in range(3)] == [[1], [1], [1]]
    assert subject.ask([STEP], 1, 50.0) == [1]  # the limit changes no answer
    assert subject.ask([STEP], 2, 5.0) == [2]
    subject.stand_at("b")
    assert subject.ask([STEP], 1, 5.0) == [3]
    assert run.asked == 3


def test_a_wrong_answers_fault_is_looked_at_twice_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Counting(TimedOut("too long"))
    subject = recorded(tmp_path, monkeypatch, run, "wrong")
    for _ in range(3):
        with pytest.raises(TimedOut, match="too long"):
            subject.ask([STEP], 1, 5.0)
    assert run.asked == 2


def test_the_references_fault_is_never_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Counting(TimedOut("too long"))
    subject = recorded(tmp_path, monkeypatch, run, "reference")
    with pytest.raises(TimedOut):
        subject.ask([STEP], 1, 5.0)
    run.fault = None
    assert subject.ask([STEP], 1, 5.0) == [3]


def test_equal_questions_have_equal_keys() -> None:
    assert request_key([STEP], 1) == request_key([steps.value("x")], 1)
    keys = {request_key([STEP], 1), request_key([STEP], 2), request_key([STEP, STEP], 1)}
    assert len(keys | {request_key([steps.value("y")], 1)}) == 4


def test_the_few_that_were_asked_last_stay_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = small.assignment(small.make_course(tmp_path / "course"))
    closed: list[str] = []
    monkeypatch.setattr(RecordedSubject, "close", lambda self: closed.append(self.answer.name))
    monkeypatch.setattr(Cast, "LIVE", 1)
    cast = Cast(assignment, Store(tmp_path / "records.sqlite"), None, 9.0)  # type: ignore[arg-type]
    first = cast.subject(assignment.wrong[0])
    assert cast.subject(assignment.wrong[0]) is first
    cast.subject(assignment.reference)
    assert closed == [assignment.wrong[0].name]
    assert cast.subject(assignment.wrong[0]) is not first
