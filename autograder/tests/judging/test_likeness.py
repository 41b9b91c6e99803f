"""When two answers to a probe are the same, and when two like ones have a fault in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from autograder import probes
from autograder.judging.likeness import same_answer, telling
from autograder.probes import Step
from autograder.probes.records import Opaque, Param, Plate, Raised, Site, Trace


def same(step: Step, ours: Any, theirs: Any) -> bool:
    """Whether two answers are the same, whichever is the student's."""
    assert same_answer(step, ours, theirs) == same_answer(step, theirs, ours)
    return same_answer(step, ours, theirs)


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


# --- same answers ------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(None, torch.ones(3)), (torch.ones(3), torch.zeros(3)), (torch.ones(3), torch.ones(2))],
    ids=str,
)
def test_traces_that_returned_other_values_are_not(ours, theirs):
    assert not same(TRACE, replace(trace(LOC, Y), returned=ours), replace(trace(LOC, Y), returned=theirs))


def test_behind_a_draw_what_was_returned_is_of_the_same_kind():
    ours, theirs = replace(trace(MU, Y), returned=torch.ones(3)), replace(trace(MU, Y), returned=torch.zeros(3))
    assert same(TRACE, ours, theirs)
    assert not same(TRACE, ours, replace(theirs, returned=None))


# --- telling -----------------------------------------------------------------------------------------------------


def test_a_fault_in_common_is_what_both_have_and_the_truth_has_not():
    assert telling(CALL, torch.ones(3), torch.ones(3), torch.zeros(3))
    assert not telling(CALL, torch.ones(3), torch.ones(3), torch.ones(3)), "right here: this question tells nothing"
    assert telling(CALL, None, None, 1.0)
    wide = trace(LOC, replace(Y, plates=()))
    assert telling(TRACE, wide, wide, trace(LOC, Y))
    assert not telling(TRACE, trace(LOC, Y), trace(LOC, Y), trace(LOC, Y))


ERROR = Raised("ValueError", ["ValueError"], "no", called="f(1)", function="f")


def test_an_exception_in_common_is_one_of_the_same_function():
    assert telling(CALL, ERROR, ERROR, 1.0)
    assert telling(CALL, replace(ERROR, line="b = c"), replace(ERROR, line="a = c"), 1.0)
    assert not telling(CALL, replace(ERROR, function="g"), ERROR, 1.0)
    assert not telling(CALL, ERROR, ERROR, ERROR), "the reference raises it as well: it was asked for"


def test_an_exception_of_the_graders_own_code_tells_nothing():
    """It ran into what came back, which may have any reason."""
    assert not telling(CALL, replace(ERROR, own=False), replace(ERROR, own=False), 1.0)


@pytest.mark.parametrize("step", BY_CHANCE, ids=lambda s: s["op"])
@pytest.mark.parametrize(
    ("ours", "theirs", "truth"),
    [
        (2.02, 2.0, 1.0),
        ([2.02, 0.5], [2.0, 0.5], [1.0, 0.5]),
        (drawn(200, 1, loc=4.0), drawn(200, 2, loc=4.0), drawn(200, 3)),
        (drawn(200, 1, scale=2.0), drawn(200, 2, scale=2.0), drawn(200, 3)),
        ({"kind": "AutoDelta", "loc": 2.1}, {"kind": "AutoDelta", "loc": 1.9}, {"kind": "AutoNormal", "loc": 2.0}),
        (float("nan"), float("nan"), 1.0),
        (Opaque("A"), Opaque("A"), Opaque("B")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_depends_on_draws_tells_where_it_lies_much_nearer_than_the_truth(step, ours, theirs, truth):
    assert telling(step, ours, theirs, truth)


@pytest.mark.parametrize("step", BY_CHANCE, ids=lambda s: s["op"])
@pytest.mark.parametrize(
    ("ours", "theirs", "truth"),
    [
        (2.0, 2.0, 2.0),
        (1.5, 2.0, 1.0),
        (2.4, 2.0, 1.0),
        (drawn(200, 1), drawn(200, 2), drawn(200, 3)),
        (torch.tensor([0.30, 0.11]), torch.tensor([0.31, 0.10]), torch.tensor([0.29, 0.12])),
        ({"kind": "AutoNormal", "loc": 2.5}, {"kind": "AutoNormal", "loc": 2.3}, {"kind": "AutoNormal", "loc": 2.0}),
        ({"kind": "AutoDelta"}, {"kind": "AutoNormal"}, {"kind": "AutoNormal"}),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_about_as_far_from_the_truth_tells_nothing(step, ours, theirs, truth):
    """All that fails the quality of a fit is off by something."""
    assert not telling(step, ours, theirs, truth)


@pytest.mark.parametrize("step", BY_CHANCE, ids=lambda s: s["op"])
def test_measured_numbers_are_no_counted_ones(step):
    """Rows of 2.0 where rows of 2 are asked for: the same numbers, and another answer."""
    counted = torch.tensor([[2, 0, 1]] * 5)
    assert telling(step, counted.double(), counted.float(), counted)
    assert not telling(step, counted, counted.float(), counted)
