"""Two shown things side by side: the differences are named, and no number is."""

from __future__ import annotations

import pyro
import pyro.distributions as dist
import pytest

from autograder import expect, show
from autograder.probes.records import Trace
from autograder.show.beside import differences
from autograder.tests.show.models import DATA, bundle, crossing


def test_differences_name_each_fact_and_no_number():
    def other() -> None:
        with pyro.plate("rows", 5, dim=-2):
            pyro.sample("r", dist.Cauchy(0.0, 1.0))
        pyro.sample("y", dist.Normal(0.0, 1.0).expand([5, 3]).to_event(1), obs=DATA)

    target, yours = expect.trace(crossing), expect.trace(other)
    said = differences(target, yours)
    assert said["r"] == "'r' has family Cauchy instead of Normal."
    assert said["c"] == "'c' is only in the target."
    assert "batch shape [5] instead of [5, 3], event shape [3] instead of []" in said["y"]
    assert "plates none instead of columns (3), rows (5)" in said["y"]
    assert differences(target, expect.trace(crossing, seed=9)) == {}
    shown = show.beside(crossing, other)
    assert shown.text.count("Trace of") == 2
    assert "<b>r</b>" in bundle(shown)["text/html"]
    assert "Both have the same" in show.beside(crossing, crossing).text


def test_two_shown_things_of_different_kinds_are_refused():
    with pytest.raises(TypeError, match="two pictures, or two traces"):
        show.beside(show.losses([1.0]), crossing)
    assert isinstance(show.trace(Trace({})).text, str)
