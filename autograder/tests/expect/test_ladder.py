"""How far a check got: stub, missing name, other arguments, other kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder import expect
from autograder.expect import Mismatch
from autograder.tests.expect.made import model, site, stub, trace

# --- the ladder --------------------------------------------------------------------------------------------------


def first_line(said: str) -> str:
    return said.splitlines()[0]


def nothing(x: float = 0.0) -> None:
    """No return."""


LADDER: dict[str, tuple[Callable[[], Any], str]] = {
    "not defined": (lambda: expect.call(not_there), "not defined yet"),  # noqa: F821
    "the stub": (lambda: expect.call(stub), "still the stub"),
    "too many arguments": (lambda: expect.call(model, (1, 2)), "wrong arguments"),
    "an unknown name": (lambda: expect.trace(model, (), {"size": 3}), "wrong arguments"),
    "a missing argument": (lambda: expect.call(lambda data, n: 0, (1,)), "wrong arguments"),
    "nothing": (lambda: expect.close(expect.call(nothing), 1.0, "it"), "nothing returned"),
    "nothing for a text": (lambda: expect.equal(expect.call(nothing), "a", "it"), "nothing returned"),
    "nothing for a list": (lambda: expect.length(expect.call(nothing), 2, "it"), "nothing returned"),
    "nothing for a plain number": (lambda: expect.number(expect.call(nothing), "it"), "nothing returned"),
    "a text for a number": (lambda: expect.close("a", 1.0, "it"), "wrong kind of value"),
    "a missing site": (lambda: expect.site(expect.trace(model), "x"), "wrong sites"),
    "a site too many": (lambda: expect.sites(expect.trace(model), latent=[]), "wrong sites"),
    "an observed site": (lambda: expect.site(expect.trace(model), "y", observed=True), "wrong sites"),
    "a plate too many": (lambda: expect.site(expect.trace(model), "y", plates={}), "wrong plates"),
    "a plate's size": (lambda: expect.site(expect.trace(model), "y", plates={"N": 4}), "wrong plates"),
    "a batch shape": (lambda: expect.site(expect.trace(model), "y", batch_shape=()), "wrong shape"),
    "an event shape": (lambda: expect.site(expect.trace(model), "y", event_shape=(3,)), "wrong shape"),
    "a shape": (lambda: expect.close([1.0], 1.0, "it"), "wrong shape"),
    "a length": (lambda: expect.length([1], 2, "it"), "wrong shape"),
    "nan": (lambda: expect.close(math.nan, 1.0, "it"), "not finite"),
    "inf in a tensor": (lambda: expect.close(torch.tensor([1.0, -math.inf]), [1.0, 2.0], "it"), "not finite"),
    "a number that is nan": (lambda: expect.number(math.nan, "it"), "not finite"),
    "a density of nan": (lambda: expect.density(trace(site("y", math.nan)), trace(site("y", -5.0))), "not finite"),
    "almost": (lambda: expect.close(1.02, 1.0, "it"), "almost"),
    "almost zero": (lambda: expect.close(1.5e-4, 0.0, "it"), "almost"),
    "almost, by a wide tolerance": (lambda: expect.close(1.3, 1.0, "it", rtol=0.2), "almost"),
    "almost the density": (lambda: expect.density(trace(site("y", -5.01)), trace(site("y", -5.0))), "almost"),
    "another number": (lambda: expect.close(1.2, 1.0, "it"), "not yet"),
    "one of many is far": (lambda: expect.close([1.0, 2.0, 9.0], [1.0, 2.0, 3.0], "it"), "not yet"),
    "another sign": (lambda: expect.close(-1.0, 1.0, "it"), "not yet"),
    "an infinite number wanted": (lambda: expect.close(1.0, math.inf, "it"), "not yet"),
    "another density": (lambda: expect.density(trace(site("y", -5.2)), trace(site("y", -5.0))), "not yet"),
    "another family": (lambda: expect.site(expect.trace(model), "y", family="Gamma"), "not yet"),
    "another text": (lambda: expect.equal("a", "b", "it"), "not yet"),
    "an exception of its own": (lambda: expect.call(int, ("x",)), "raised an error"),
    "a TypeError inside": (lambda: expect.call(lambda: len(3)), "raised an error"),
    "an exception in the check": (lambda: 1 / 0, "cannot be used"),
}


@pytest.mark.parametrize("name", LADDER)
def test_a_check_tells_the_states_apart(name, capsys):
    does, state = LADDER[name]
    with pytest.raises(Mismatch), expect.check("A title"):
        does()
    said = capsys.readouterr().out
    assert first_line(said)[2:] == f"A title: {state}"
    assert "close, but not equal" in said if state == "almost" else "close, but" not in said
    assert len(said.splitlines()) >= 2, "a state and no sentence"


def test_other_arguments_are_told_with_both_signatures(capsys):
    def fit(data: torch.Tensor, *, steps: int = 3) -> float:
        return 0.0

    with pytest.raises(Mismatch) as caught, expect.check("It fits"):
        expect.call(fit, (torch.zeros(7), 5))
    said = capsys.readouterr().out
    assert "`fit(tensor of shape [7], 5)`" in said
    assert "`fit(data, *, steps=3)`" in said
    assert "too many positional arguments" in said
    assert caught.value.code == "arguments:fit"
