"""Diagnosis by simulation: which failures are alike, and when a student is told a misconception's hint."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import probes
from autograder.course import Answer
from autograder.judging.diagnosis import Diagnosis, alike, telling
from autograder.judging.verdicts import Verdict
from autograder.probes import Step


def failed(code: str, *exchanges: tuple[Step, Any], status: str = "failed") -> Verdict:
    return Verdict(status, code=code, exchanges=[([step], 0, [answer]) for step, answer in exchanges])


CALL, TRACE = probes.call("f"), probes.trace("f")
BY_CHANCE = probes.call("f", stochastic=True)


# --- alike -------------------------------------------------------------------------------------------------------


def test_the_same_expectation_must_have_failed_in_the_same_way():
    assert alike(failed("density:y"), failed("density:y"))
    assert not alike(failed("density:y"), failed("density:mu"))
    assert not alike(failed("c"), failed("c", status="partial"))
    assert not alike(failed("c", (CALL, 1)), failed("c"))
    assert not alike(failed("c", (CALL, 1)), failed("c", (CALL, 1), (CALL, 1)))
    assert not alike(failed("c", (CALL, 1)), failed("c", (CALL, 2)))


# --- telling -----------------------------------------------------------------------------------------------------


def test_an_expectation_in_common_alone_tells_nothing():
    right = Verdict("passed", 1.0, exchanges=[([CALL], 0, [1])])
    assert not telling(failed("c", (CALL, 1)), failed("c", (CALL, 1)), right)
    assert not telling(failed("c"), failed("c"), right)
    assert telling(failed("c", (CALL, 2)), failed("c", (CALL, 2)), right)


def test_what_the_reference_was_never_asked_tells_nothing():
    """A grader may ask on from what it was answered: then there is nothing to hold these answers against."""
    right = Verdict("passed", 1.0, exchanges=[([CALL], 1, [1])])  # from another seed
    assert not telling(failed("c", (CALL, 2)), failed("c", (CALL, 2)), right)


def test_a_fit_that_falls_short_about_as_far_tells_nothing():
    right = Verdict("passed", 1.0, exchanges=[([BY_CHANCE], 0, [{"loc": 2.0}])])
    assert alike(failed("far", (BY_CHANCE, {"loc": 1.5})), failed("far", (BY_CHANCE, {"loc": 1.3})))
    assert not telling(failed("far", (BY_CHANCE, {"loc": 1.5})), failed("far", (BY_CHANCE, {"loc": 1.3})), right)
    assert telling(failed("far", (BY_CHANCE, {"loc": 1.31})), failed("far", (BY_CHANCE, {"loc": 1.3})), right)


@pytest.mark.parametrize("status", ["timeout", "out_of_memory", "crashed"])
def test_an_end_where_the_reference_has_none_is_a_fault_in_common(status):
    assert telling(failed("c", status=status), failed("c", status=status), Verdict("passed", 1.0))


# --- hints -------------------------------------------------------------------------------------------------------


def wrong(name: str, *caught_by: str) -> Answer:
    return Answer(name, "wrong", new_notebook(), caught_by=caught_by, hint=f"About {name}.")


def cell(grade_id: str, source: str, **facts: bool) -> NotebookNode:
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, **facts}})


def master(**tasks: str) -> NotebookNode:
    """A notebook of tasks, each with its code and a graded cell for each letter of its name."""
    cells = []
    for name, source in tasks.items():
        cells.append(cell(f"task_{name}", source, solution=True))
        cells += [cell(letter, "pass", grade=True) for letter in name]
    return new_notebook(cells=cells)


APART = master(a="def f(): pass", b="def g(): pass", c="def h(): pass")
Hints = Callable[..., dict[str, str]]


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Hints:
    monkeypatch.setattr(Answer, "__hash__", lambda self: hash(self.name))

    def make(
        answers: dict[Answer, dict[str, str]],
        student: dict[str, str],
        notebook: NotebookNode = APART,
        mutants: dict[Answer, dict[str, str]] | None = None,
        **more: Any,
    ) -> dict[str, str]:
        """The names of the hints given, for codes by cell; "" is a pass. Equal codes come with equal answers."""
        mutants = mutants or {}

        def verdict(code: str) -> Verdict:
            return failed(code, (CALL, code)) if code else Verdict("passed", 1.0, exchanges=[([CALL], 0, [""])])

        def simulated(answer: Answer, grade_ids: Any) -> dict[str, Verdict]:
            if answer.kind == "wrong":
                make.asked.append((answer.name, set(grade_ids)))  # type: ignore[attr-defined]
            codes = next((codes for one, codes in (answers | mutants).items() if one.name == answer.name), {})
            return {g: verdict(codes.get(g, "")) for g in grade_ids}

        make.asked = []  # type: ignore[attr-defined]
        reference = Answer("reference", "reference", notebook)
        assignment = SimpleNamespace(wrong=list(answers), master=notebook, reference=reference)
        diagnosis = Diagnosis(assignment, simulated, mutants_of=lambda cell, found: mutants, **more)  # type: ignore[arg-type]
        found = diagnosis.hints({g: verdict(code) for g, code in student.items()})
        make.cut_off = diagnosis.cut_off  # type: ignore[attr-defined]
        assert all(answer in assignment.wrong for answer in found.values() if answer.kind == "wrong")
        return {g: answer.name for g, answer in found.items()}

    return make


def test_a_failure_like_a_known_one_gets_its_hint(hints):
    answers = {wrong("one", "a"): {"a": "c1"}, wrong("two", "a"): {"a": "c2"}}
    assert hints(answers, {"a": "c1"}) == {"a": "one"}
    assert hints(answers, {"a": "c2"}) == {"a": "two"}


def test_an_unknown_failure_gets_none(hints):
    assert hints({wrong("one", "a"): {"a": "c1"}}, {"a": "other"}) == {}
    assert hints({}, {"a": "c1"}) == {}


def test_what_passed_needs_no_hint_and_no_simulation(hints):
    assert hints({wrong("one", "a"): {"a": "c1"}}, {"a": ""}) == {}
    assert hints.asked == []


@pytest.mark.parametrize("code", ["stub:f", "undefined:f"])
def test_a_task_that_is_not_there_is_no_misconception(hints, code):
    assert hints({wrong("one", "a"): {"a": code}}, {"a": code}) == {}
    assert hints.asked == []


def test_two_equal_explanations_give_no_hint(hints):
    answers = {wrong("one", "a"): {"a": "c"}, wrong("two", "a"): {"a": "c"}}
    assert hints(answers, {"a": "c"}) == {}


def test_the_one_that_explains_more_is_told(hints):
    answers = {wrong("small", "a"): {"a": "c"}, wrong("large", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": "d"}) == {"a": "large", "b": "large"}


def test_one_that_explains_no_more_than_another_is_not_told_before_it(hints):
    answers = {wrong("small", "a"): {"a": "c"}, wrong("large", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": "other"}) == {}


def test_one_that_would_have_lost_more_than_the_student_did_is_not_told(hints):
    answers = {wrong("small", "a"): {"a": "c"}, wrong("large", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": ""}) == {"a": "small"}


def test_two_mistakes_in_one_notebook_get_two_hints(hints):
    answers = {wrong("one", "a"): {"a": "c"}, wrong("two", "b"): {"b": "d"}}
    assert hints(answers, {"a": "c", "b": "d", "c": ""}) == {"a": "one", "b": "two"}


def test_the_hint_stands_only_where_the_failures_are_alike(hints):
    answers = {wrong("one", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": "other"}) == {"a": "one"}


ONE_TASK = master(ab="def f(): pass", c="def g(): f()")


def test_the_failures_of_one_task_are_explained_all_together_or_not_at_all(hints):
    both = wrong("both", "a", "b")
    assert hints({both: {"a": "c", "b": "d"}}, {"a": "c", "b": "d"}, ONE_TASK) == {"a": "both", "b": "both"}
    assert hints({both: {"a": "c", "b": "d"}}, {"a": "c", "b": "other"}, ONE_TASK) == {}
    assert hints({wrong("one", "a"): {"a": "c"}}, {"a": "c", "b": "d"}, ONE_TASK) == {}
    assert hints.asked == [], "what keeps points that the student lost need not be run"


def test_a_failure_that_stands_on_an_earlier_one_is_explained_with_it_or_not_at_all(hints):
    later, whole = wrong("later", "c"), wrong("whole", "a", "b", "c")
    student = {"a": "c1", "b": "c2", "c": "c3"}
    assert hints({later: {"c": "c3"}}, student, ONE_TASK) == {}
    assert hints({later: {"c": "c3"}}, student | {"a": "", "b": ""}, ONE_TASK) == {"c": "later"}
    assert set(hints({later: {"c": "c3"}, whole: student}, student, ONE_TASK).values()) == {"whole"}
    assert hints({later: {"c": "c3"}}, {"a": "c1", "b": "c2", "c": "c3"}, master(ab="f = 1", c="g = 2")) == {
        "c": "later"
    }


@pytest.mark.parametrize("status", ["failed", "partial", "timeout", "out_of_memory", "crashed", "passed", "not_graded"])
def test_whatever_lost_points_may_have_a_known_reason_and_nothing_else(status):
    answer, exchanges = wrong("one", "a"), [([CALL], 0, [2])]
    assignment = SimpleNamespace(wrong=[answer], master=APART, reference=Answer("reference", "reference", APART))
    right = Verdict("passed", 1.0, exchanges=[([CALL], 0, [1])])

    def simulated(one: Answer, ids: Any) -> dict[str, Verdict]:
        return {"a": Verdict(status, code="c1", exchanges=exchanges) if one is answer else right}

    found = Diagnosis(assignment, simulated).hints({"a": Verdict(status, code="c1", exchanges=exchanges)})  # type: ignore[arg-type]
    assert found == ({} if status in ("passed", "not_graded") else {"a": answer})


# --- mutants -----------------------------------------------------------------------------------------------------


def mutant(name: str, hint: str = "") -> Answer:
    return Answer(name, "mutant", new_notebook(), hint=hint or f"About {name}.")


def with_mutants(hints: Hints, known: dict[Answer, dict[str, str]], student: dict[str, str], **more: Any) -> dict:
    """The hints given where these mutants may have failed a cell first."""
    mutants = {one: codes for one, codes in known.items() if one.kind == "mutant"}
    wrong = {one: codes for one, codes in known.items() if one.kind == "wrong"}
    return hints(wrong, student, more.pop("notebook", APART), mutants=mutants, **more)


def test_a_mutant_is_told_where_no_wrong_answer_is(hints):
    known = {mutant("m"): {"a": "c"}}
    assert with_mutants(hints, known, {"a": "c", "b": ""}) == {"a": "m"}
    assert with_mutants(hints, known, {"a": "other"}) == {}
    assert with_mutants(hints, known | {wrong("w", "a"): {"a": "c"}}, {"a": "c"}) == {"a": "w"}


def test_where_two_wrong_answers_explain_a_failure_a_mutant_is_not_asked(hints):
    known = {mutant("m"): {"a": "c"}, wrong("v", "a"): {"a": "c"}, wrong("w", "a"): {"a": "c"}}
    assert with_mutants(hints, known, {"a": "c"}) == {}


def test_mutants_of_one_operator_are_one_and_of_two_are_none(hints):
    one, twin, other = mutant("m", "Same."), mutant("n", "Same."), mutant("o", "Other.")
    assert with_mutants(hints, {one: {"a": "c"}, twin: {"a": "c"}}, {"a": "c"}) == {"a": "m"}
    assert with_mutants(hints, {one: {"a": "c"}, other: {"a": "c"}}, {"a": "c"}) == {}


def test_a_mutant_loses_exactly_what_the_student_lost_of_the_task(hints):
    student = {"a": "c", "b": "", "c": ""}
    assert with_mutants(hints, {mutant("m"): {"a": "c", "b": "d"}}, student, notebook=ONE_TASK) == {}
    assert with_mutants(hints, {mutant("m"): {"a": "c"}}, student | {"b": "d"}, notebook=ONE_TASK) == {}


def test_a_mutant_of_an_earlier_task_explains_what_stands_on_it(hints):
    student = {"a": "c", "b": "d", "c": "e"}
    assert with_mutants(hints, {mutant("m"): student}, student, notebook=ONE_TASK) == dict.fromkeys("abc", "m")
    below = {mutant("of_the_later_task"): {"c": "e"}}
    assert with_mutants(hints, below, student, notebook=ONE_TASK) == {}


def test_mutants_are_looked_at_in_time_or_not_at_all(hints):
    times = iter([True, False])
    known = {mutant("m"): {"a": "c"}, mutant("n"): {"a": "d"}}
    assert with_mutants(hints, known, {"a": "c"}, in_time=lambda: next(times)) == {}
    assert hints.cut_off


# --- in time -----------------------------------------------------------------------------------------------------


def test_what_is_not_simulated_in_time_is_left_out_and_told(hints):
    times = iter([True, True, False])
    answers = {wrong("one", "a"): {"a": "c"}, wrong("two", "a"): {"a": "d"}, wrong("three", "a"): {"a": "d"}}
    assert hints(answers, {"a": "c"}, in_time=lambda: next(times)) == {}, "the third might explain it as well"
    assert [name for name, _ in hints.asked] == ["one", "two"]
    assert hints.cut_off


def test_what_explains_more_than_any_that_is_left_is_told_all_the_same(hints):
    times = iter([True, False])
    answers = {wrong("large", "a", "b"): {"a": "c", "b": "d"}, wrong("small", "c"): {"c": "e"}}
    student = {"a": "c", "b": "d", "c": "e"}
    assert hints(answers, student, in_time=lambda: next(times)) == {"a": "large", "b": "large"}
    assert hints.cut_off


def test_a_diagnosis_that_ends_in_time_is_whole(hints):
    assert hints({wrong("one", "a"): {"a": "c"}}, {"a": "c"}, in_time=lambda: True) == {"a": "one"}
    assert not hints.cut_off
