"""What is declared of a probe, and how a call is described."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import torch

from autograder import expect, probes
from autograder.probes import answers
from autograder.probes.records import Name, Refused
from autograder.probes.steps import PROBES
from autograder.probes.wire import decode, encode
from autograder.subject.subject import Subject
from autograder.tests.probes.asked import guide, hierarchy

# --- every probe -------------------------------------------------------------------------------------------------


class Lying(Subject):
    """A subject that answers whatever it is asked with one value."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def ask(self, steps: list[probes.Step], seed: int, limit: float) -> list[Any]:
        return [self.answer] * len(steps)


ARGUMENTS = {
    "density": (("f",), {"values": {}}),
    "value": (("f",), {}),
    "params": ((), {}),
    "set_params": (({},), {}),
    "fit": (("f", "g"), {}),
    "draws": (("f",), {"n": 2}),
}


@pytest.mark.parametrize("name", sorted(PROBES))
def test_what_is_declared_of_a_probe_is_all_that_there_is_to_say(name):
    """The student side can answer it, a subject has it as a method, and it takes no answer of another kind."""
    args, kwargs = ARGUMENTS.get(name, (("f",), {}))
    probe = PROBES[name]
    step = probe(*args, **kwargs)
    assert step["op"] in answers._OPS
    assert probes.declared(step).op == probe.op
    assert decode(*encode(step)) == step
    for wrong in (7, {"y": 7}, {"y": {"mu": 7}}):
        asked = getattr(Lying(wrong), name)
        if probe.gives == "value":
            assert asked(*args, **kwargs) == wrong
        else:
            with pytest.raises(Refused, match=f"no {probe.gives}"):
                asked(*args, **kwargs)


def test_there_is_a_declaration_for_all_that_the_student_side_answers():
    assert set(answers._OPS) == {probe.op for probe in PROBES.values()}


def test_a_question_that_no_probe_is_has_no_method():
    with pytest.raises(AttributeError, match="no such probe"):
        _ = Lying(1).tell


def test_a_live_check_takes_a_probes_own_arguments_and_a_seed():
    for live, probe in ((expect.trace, probes.trace), (expect.call, probes.call)):
        own = dict(inspect.signature(probe).parameters)
        assert dict(inspect.signature(live).parameters) == own | {"seed": inspect.signature(live).parameters["seed"]}
        assert live.__doc__ == probe.__doc__
    assert expect.call(lambda a, b: a + b, (1,), {"b": 2}) == 3
    assert expect.trace(guide, values={"mu": 0.5}).sites["mu"].value == 0.5


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (probes.call("f"), "f()"),
        (probes.call("f", (torch.zeros(2, 3), 0.123456, "a"), {"n": 5}), "f(tensor of shape [2, 3], 0.1235, 'a', n=5)"),
        (probes.call("f", (torch.tensor(2.5), [0] * 9, None, Name("guide"))), None),
        (probes.call("f", (torch.tensor([1, 2]), torch.tensor([0.5]), 3.0)), "f(tensor([1, 2]), tensor([0.5]), 3.0)"),
        (probes.call("f", ({"a": torch.ones(2)}, [1.5, None])), "f(dictionary with the entry 'a', [1.5, None])"),
        (probes.trace(hierarchy), "hierarchy()"),
        (probes.value("x"), "x"),
        (probes.params(), "params"),
    ],
)
def test_a_call_is_described_as_a_student_would_write_it(step, text):
    assert answers.described(step) == (text or "f(tensor(2.5), list of 9 entries, None, guide)")
