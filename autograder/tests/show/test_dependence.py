"""Which site is made from which: through numbers, parts of the data, and by a trial where values cannot be followed."""

from __future__ import annotations

from typing import Any

import pyro
import pyro.distributions as dist
import torch

from autograder import show
from autograder.show.graph import graph
from autograder.tests.show.models import crossing, parents


def test_dependences_through_plain_numbers_are_found_too():
    def weather() -> None:
        cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
        mean = 55.0 if cloudy.item() == 1.0 else 75.0
        heat = pyro.sample("heat", dist.Normal(mean, 10.0))
        pyro.sample("ice", dist.Normal(float(heat) * 2.0, 1.0), obs=torch.tensor(100.0))
        pyro.sample("other", dist.Normal(0.0, 1.0))

    assert parents(graph(weather, (), {})) == {"cloudy": set(), "heat": {"cloudy"}, "ice": {"heat"}, "other": set()}


def test_a_part_of_the_data_is_no_dependence_and_is_told():
    def part(data: torch.Tensor) -> None:
        mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
        lone = pyro.sample("lone", dist.Normal(0.0, 1.0))
        with pyro.plate("N", 100, subsample_size=10) as index:
            pyro.sample("y", dist.Normal(mu, 1.0), obs=data[index])
        assert lone is not None

    facts = graph(part, (torch.randn(100),), {})
    assert parents(facts) == {"mu": set(), "lone": set(), "y": {"mu"}}
    assert [plate.label for plate in facts.plates] == ["N (10 of 100)"]


def test_where_values_cannot_be_followed_a_trial_still_finds_arrows_and_the_picture_says_so(monkeypatch):
    def fails(*args: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("autograder.show.dependence.followed", fails)
    facts = graph(crossing, (), {})
    assert parents(facts)["y"] == {"r", "c"}
    assert "could not be followed" in facts.doubt
    monkeypatch.setattr("autograder.show.dependence.tried", fails)
    picture = show.model(crossing)
    assert "could not be tried" in picture.text
    assert "could not be tried" in picture.svg
    assert "polygon" not in picture.svg
