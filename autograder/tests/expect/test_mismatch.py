"""A mismatch hides what was wanted, and says what came."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder import expect
from autograder.tests.expect.made import everything, hidden, mismatch, site, trace

# --- hiding ------------------------------------------------------------------------------------------------------


def forms(number: float) -> set[str]:
    """Every way in which a message may print a number."""
    return (
        {f"{number:.{digits}f}" for digits in range(2, 7)} | {f"{number:.{d}g}" for d in range(3, 8)} | {repr(number)}
    )


def numbers(count: int) -> list[tuple[float, float]]:
    """Pairs of a wanted and another number, unlike in their first digits."""
    rng = random.Random(5)
    pairs = [(rng.uniform(1, 9) * 10 ** rng.randint(-2, 3), rng.uniform(-9, -1)) for _ in range(count)]
    return [(want, got - 100) for want, got in pairs]


ASSERTIONS: dict[str, Callable[[float, float], Any]] = {
    "close number": lambda want, got: expect.close(got, want, "what f gave"),
    "close tensor": lambda want, got: expect.close(torch.tensor([got, got]), torch.tensor([want, want + 1]), "it"),
    "close list": lambda want, got: expect.close([[got], [got]], [[want], [want]], "it"),
    "close one of many": lambda want, got: expect.close([0.0] * 8 + [got], [0.0] * 8 + [want], "it"),
    "close shape": lambda want, got: expect.close([got], torch.tensor([want, want]), "it"),
    "close kind": lambda want, got: expect.close(None, want, "it"),
    "equal": lambda want, got: expect.equal(got, want, "it"),
    "equal list": lambda want, got: expect.equal([1, got], [1, want], "it"),
    "equal text": lambda want, got: expect.equal("a", f"{want:.4f}", "it"),
    "equal kind": lambda want, got: expect.equal(None, [want], "it"),
    "density": lambda want, got: expect.density(trace(site("y", got)), trace(site("y", want))),
    "density of none": lambda want, got: expect.density(trace(site("y")), trace(site("y", want))),
    "density scale": lambda want, got: expect.density(
        trace(site("y", got, scale=1.0)), trace(site("y", got, scale=want))
    ),
    "posterior mean": lambda want, got: expect.posterior(got, 0.5, want, 0.5, "mu"),
    "posterior narrow": lambda want, got: expect.posterior(0.0, 1e-4, 0.0, want, "mu"),
    "posterior wide": lambda want, got: expect.posterior(0.0, 1e6, 0.0, want, "mu"),
    "posterior kind": lambda want, got: expect.posterior(None, 1.0, want, want, "mu"),
}


@pytest.mark.parametrize("name", ASSERTIONS)
def test_hidden_messages_never_contain_the_wanted_number(name):
    codes = set()
    for want, got in numbers(60):
        found = hidden(ASSERTIONS[name], want, got)
        said = everything(found)
        assert not [text for text in forms(want) if text in said], (want, said)
        codes.add(found.code)
    assert len(codes) == 1, "equal mistakes have equal codes"
    assert not any(c.isdigit() for c in codes.pop())


@pytest.mark.parametrize("name", ["close number", "close tensor", "equal", "density", "posterior mean"])
def test_what_came_is_said_even_when_what_was_wanted_is_hidden(name):
    for want, got in numbers(10):
        assert f"{got:.2f}"[:5] in everything(hidden(ASSERTIONS[name], want, got))


def test_hiding_ends_with_its_block():
    with expect.hiding():
        with expect.hiding():
            pass
        assert "8.5" not in mismatch(expect.close, 1.0, 8.5, "it").message
    assert "8.5" in mismatch(expect.close, 1.0, 8.5, "it").message
    with pytest.raises(ZeroDivisionError), expect.hiding():
        raise ZeroDivisionError
    assert "8.5" in mismatch(expect.close, 1.0, 8.5, "it").message


def test_a_mismatch_shows_its_sentence_and_not_the_kits_own_stack():
    found = mismatch(expect.that, False, "Draw fresh values.")
    lines = "\n".join(found._render_traceback_())
    assert "Draw fresh values." in lines
    assert "expect.py" not in lines
