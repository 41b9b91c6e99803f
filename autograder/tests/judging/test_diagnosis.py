"""Diagnosis by simulation: which failures are alike, and when a student is told a misconception's hint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from nbformat.v4 import new_notebook

from autograder import probes
from autograder.course import Answer
from autograder.judging.diagnosis import Diagnosis, alike
from autograder.judging.verdicts import Verdict
from autograder.probes import Step
from autograder.probes.records import Opaque, Param, Plate, Raised, Site, Trace


def failed(code: str, *exchanges: tuple[Step, Any], status: str = "failed") -> Verdict:
    return Verdict(status, code=code, exchanges=[([step], 0, [answer]) for step, answer in exchanges])


def same(step: Step, ours: Any, theirs: Any) -> bool:
    """Whether two failures that differ in one answer at most are alike, whichever is the student's."""
    first, second = failed("c", (step, ours)), failed("c", (step, theirs))
    assert alike(first, second) == alike(second, first)
    return alike(first, second)


def trace(*sites: Site) -> Trace:
    return Trace({site.name: site for site in sites})


CALL, TRACE = probes.call("f"), probes.trace("f")
Y = Site(
    "y",
    "sample",
    observed=True,
    value=torch.ones(3),
    log_prob=torch.tensor([-1.0, -2.0, -3.0]),
    batch_shape=(3,),
    family="Normal",
    plates=(Plate("N", -1, 3),),
)
MU = Site("mu", "sample", value=torch.tensor(0.3), log_prob=torch.tensor(-0.9), family="Normal")
LOC = Site("loc", "param", value=torch.tensor(2.0), constraint="Real()")


# --- alike -------------------------------------------------------------------------------------------------------


def test_the_same_expectation_must_have_failed_in_the_same_way():
    assert alike(failed("density:y"), failed("density:y"))
    assert not alike(failed("density:y"), failed("density:mu"))
    assert not alike(failed("c"), failed("c", status="partial"))
    assert not alike(failed("c", (CALL, 1)), failed("c"))
    assert not alike(failed("c", (CALL, 1)), failed("c", (CALL, 1), (CALL, 1)))


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        2.5,
        "text",
        [1.0, [2, "a"]],
        {"a": 1, "b": [2.0]},
        torch.tensor([1.0, 2.0]),
        torch.tensor(float("nan")),
        float("nan"),
        Opaque("Normal"),
        {"loc": Param(torch.tensor(1.0), torch.tensor(0.0), "Positive")},
    ],
    ids=str,
)
def test_equal_answers_are_alike(value):
    assert same(CALL, value, value)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (1, 2),
        (1, True),
        (1, 1.0),
        (1.0, 1.1),
        (None, 0),
        ("a", "b"),
        ([1], [1, 1]),
        ([1, 2], [2, 1]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.5])),
        (torch.ones(3), torch.ones(3, 1)),
        (torch.tensor(1.0), 1.0),
        (torch.tensor(1.0), torch.tensor(float("nan"))),
        (Opaque("Normal"), Opaque("Gamma")),
        (Opaque("Normal"), None),
        (Param(torch.tensor(1.0), torch.tensor(0.0), "a"), Param(torch.tensor(1.0), torch.tensor(0.0), "b")),
    ],
    ids=str,
)
def test_other_answers_are_not(ours, theirs):
    assert not same(CALL, ours, theirs)


def test_rounding_and_the_width_of_a_number_make_no_difference():
    assert same(CALL, 1.0, 1.00001)
    assert same(CALL, torch.ones(2), torch.ones(2, dtype=torch.float64) + 1e-6)


def test_equal_exceptions_are_alike_but_for_numbers_and_places():
    ours = Raised("ValueError", ["ValueError"], "shape [3, 2] at -1.5e-3\nTrace Shapes:\n y 3", "line 1", "f()")
    other = "shape [4, 2] at 7\nTrace Shapes:\n y 4"
    assert same(CALL, ours, replace(ours, message=other, line="line 7"))
    assert not same(CALL, ours, replace(ours, message="size [3, 2] at -1.5e-3"))
    assert not same(CALL, ours, replace(ours, type="KeyError"))
    assert not same(CALL, ours, "KeyError")
    assert not same(probes.draws("f", n=2), ours, {"y": torch.ones(2)}), "one failed and the other did not"


BY_CHANCE = [probes.draws("f", n=3), probes.fit("f", "g"), probes.call("f", stochastic=True)]


def drawn(n: int, seed: int, loc: float = 2.0, scale: float = 0.5) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return loc + scale * torch.randn(n, generator=generator)


@pytest.mark.parametrize("step", BY_CHANCE, ids=lambda s: s["op"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (drawn(200, 1), drawn(200, 2)),
        (drawn(200, 1).tolist(), drawn(200, 2).tolist()),
        ({"loc": 2.0, "sd": torch.tensor(0.31)}, {"loc": 2.3, "sd": torch.tensor(0.28)}),
        ([drawn(40, 1), "a", None, True], [drawn(40, 2), "a", None, True]),
        (Param(torch.tensor(1.0), torch.tensor(0.0), "a"), Param(torch.tensor(1.2), torch.tensor(0.1), "a")),
        (torch.tensor([1.0, float("nan")]), torch.tensor([float("nan"), 2.0])),
        (float("nan"), float("nan")),
        (0.02, -0.01),
    ],
    ids=lambda value: str(value)[:20],
)
def test_answers_that_depend_on_draws_are_alike_where_they_are_roughly_the_same(step, ours, theirs):
    assert same(step, ours, theirs)


@pytest.mark.parametrize("step", BY_CHANCE, ids=lambda s: s["op"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (drawn(200, 1), drawn(200, 2, loc=9.0)),
        (drawn(200, 1), drawn(200, 2, scale=3.0)),
        (drawn(200, 1), drawn(100, 2)),
        (torch.tensor([2.0, 0.3]), torch.tensor([0.0, 1.0])),
        (torch.ones(3), torch.tensor([1.0, float("inf"), 1.0])),
        (1.0, float("nan")),
        (3.0, 9.0),
        ({"loc": 2.0}, {"mu": 2.0}),
        ([1.0], [1.0, 1.0]),
        (True, 1.0),
        (None, 0.0),
        (Opaque("AutoNormal"), Opaque("AutoDelta")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_answers_that_depend_on_draws_are_told_apart_where_they_plainly_differ(step, ours, theirs):
    assert not same(step, ours, theirs)


def test_the_runs_of_a_model_are_alike_by_chance_where_they_have_the_same_sites():
    step = probes.call("f", stochastic=True)
    assert same(step, trace(Y, MU), trace(Y, replace(MU, value=torch.tensor(9.0))))
    assert not same(step, trace(Y, MU), trace(Y))


def test_equal_traces_are_alike_in_any_order_of_sites():
    assert same(TRACE, trace(LOC, Y), trace(Y, LOC))


@pytest.mark.parametrize(
    "change",
    [
        {"observed": False},
        {"kind": "param"},
        {"family": "Gamma"},
        {"batch_shape": (1,)},
        {"event_shape": (3,)},
        {"plates": ()},
        {"plates": (Plate("N", -2, 3),)},
        {"plates": (Plate("N", -1, 4),)},
        {"scale": 2.0},
        {"masked": True},
        {"value": torch.zeros(3)},
        {"log_prob": torch.tensor([-1.0, -2.0, -4.0])},
        {"log_prob": None},
    ],
    ids=str,
)
def test_traces_that_differ_in_a_fact_are_not(change):
    assert not same(TRACE, trace(LOC, Y), trace(LOC, replace(Y, **change)))


def test_traces_with_other_sites_are_not_alike():
    assert not same(TRACE, trace(Y), trace(Y, LOC))
    assert not same(TRACE, trace(Y), trace(replace(Y, name="x")))


def test_behind_a_draw_only_structure_and_params_count():
    """The seed is the same, but another order of the same statements draws other values."""
    ours = trace(LOC, MU, Y)
    assert same(TRACE, ours, trace(LOC, replace(MU, value=torch.tensor(9.0)), replace(Y, log_prob=torch.zeros(3))))
    assert not same(TRACE, ours, trace(LOC, MU, replace(Y, family="Gamma")))
    assert not same(TRACE, ours, trace(replace(LOC, value=torch.tensor(7.0)), MU, Y))


# --- hints -------------------------------------------------------------------------------------------------------


def wrong(name: str, *caught_by: str) -> Answer:
    return Answer(name, "wrong", new_notebook(), caught_by=caught_by, hint=f"About {name}.")


@pytest.fixture
def hints() -> Callable[..., dict[str, str]]:
    def make(answers: dict[Answer, dict[str, str]], student: dict[str, str]) -> dict[str, str]:
        """The names of the hints given, for codes by cell; the student's "" is a pass."""

        def simulated(answer: Answer, grade_ids: Any) -> dict[str, Verdict]:
            asked.append((answer.name, set(grade_ids)))
            by_name = {candidate.name: codes for candidate, codes in answers.items()}
            return {g: failed(by_name[answer.name][g]) for g in grade_ids}

        asked: list[tuple[str, set[str]]] = []
        verdicts = {g: failed(code) if code else Verdict("passed", 1.0) for g, code in student.items()}
        assignment = SimpleNamespace(wrong=list(answers))
        found = Diagnosis(assignment, simulated).hints(verdicts)  # type: ignore[arg-type]
        make.asked = asked  # type: ignore[attr-defined]
        return {g: answer.name for g, answer in found.items()}

    return make


@pytest.fixture(autouse=True)
def _hashable(monkeypatch):
    monkeypatch.setattr(Answer, "__hash__", lambda self: hash(self.name))


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


@pytest.mark.parametrize("status", ["failed", "partial", "timeout", "out_of_memory", "crashed"])
def test_whatever_lost_points_may_have_a_known_reason(status):
    assignment = SimpleNamespace(wrong=[wrong("one", "a")])
    simulated = {"a": Verdict(status, code="c1")}
    found = Diagnosis(assignment, lambda answer, ids: simulated).hints({"a": Verdict(status, code="c1")})
    assert {cell: answer.name for cell, answer in found.items()} == {"a": "one"}


@pytest.mark.parametrize("status", ["passed", "not_graded"])
def test_a_grader_that_gave_no_finding_is_not_diagnosed(status):
    assignment = SimpleNamespace(wrong=[wrong("one", "a")])
    simulated = {"a": Verdict(status, code="c1")}
    found = Diagnosis(assignment, lambda answer, ids: simulated).hints({"a": Verdict(status, code="c1")})
    assert found == {}


def test_two_equal_explanations_give_no_hint(hints):
    answers = {wrong("one", "a"): {"a": "c"}, wrong("two", "a"): {"a": "c"}}
    assert hints(answers, {"a": "c"}) == {}


def test_the_one_that_explains_more_is_told(hints):
    answers = {wrong("small", "a"): {"a": "c"}, wrong("large", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": "d"}) == {"a": "large", "b": "large"}


def test_one_that_would_have_lost_more_than_the_student_did_is_not_told(hints):
    answers = {wrong("small", "a"): {"a": "c"}, wrong("large", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": ""}) == {"a": "small"}


def test_two_mistakes_in_one_notebook_get_two_hints(hints):
    answers = {wrong("one", "a"): {"a": "c"}, wrong("two", "b"): {"b": "d"}}
    assert hints(answers, {"a": "c", "b": "d", "e": ""}) == {"a": "one", "b": "two"}


def test_the_hint_stands_only_where_the_failures_are_alike(hints):
    answers = {wrong("one", "a", "b"): {"a": "c", "b": "d"}}
    assert hints(answers, {"a": "c", "b": "other"}) == {"a": "one"}


def test_the_answers_that_are_told_are_those_of_the_assignment():
    answer = wrong("one", "a")
    assignment = SimpleNamespace(wrong=[answer])
    found = Diagnosis(assignment, lambda given, ids: {"a": failed("c")}).hints({"a": failed("c")})
    assert found["a"] is answer
    assert found["a"].hint == "About one."


# --- in time -----------------------------------------------------------------------------------------------------


def test_what_is_not_simulated_in_time_is_left_out_and_told():
    answers = [wrong("one", "a"), wrong("two", "a"), wrong("three", "a")]
    times = iter([True, True, False])
    asked: list[str] = []

    def simulated(answer: Answer, ids: Any) -> dict[str, Verdict]:
        asked.append(answer.name)
        return {"a": failed("c" if answer.name == "one" else "d")}

    diagnosis = Diagnosis(SimpleNamespace(wrong=answers), simulated, lambda: next(times))  # type: ignore[arg-type]
    assert diagnosis.hints({"a": failed("c")}) == {}, "the third might explain it as well"
    assert (asked, diagnosis.cut_off) == (["one", "two"], True)


def test_a_diagnosis_that_ends_in_time_is_whole():
    diagnosis = Diagnosis(SimpleNamespace(wrong=[wrong("one", "a")]), lambda given, ids: {"a": failed("c")})  # type: ignore[arg-type]
    assert set(diagnosis.hints({"a": failed("c")})) == {"a"}
    assert not diagnosis.cut_off
