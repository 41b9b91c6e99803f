"""Diagrams: of a model, and of one that is still to be written."""

from __future__ import annotations

import pyro
import pyro.distributions as dist
import pytest
import torch

from autograder import show


def test_a_sketch_looks_like_the_model_that_is_written_later():
    def later():
        mu = pyro.param("mu", torch.tensor(0.0))
        with pyro.plate("N", 4):
            pyro.sample("y", dist.Normal(mu, 2.0), obs=torch.zeros(4))

    text = show.sketch({"mu": "param", "y": "observed"}, parents={"y": ["mu"]}, plates={"N": ["y"]}).text
    assert text == "Plate diagram of `sketch`.\nmu: param.\ny: observed; in plate N; depends on mu."
    said = show.model(later).text.replace("`later`", "`sketch`").replace("N (4)", "N").replace(", Normal", "")
    assert text == said


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (({"mu": "hidden"},), "'mu' is said to be 'hidden'; a site is one of: latent, observed"),
        (({"mu": "latent"}, {"y": ["mu"]}), "no site 'y' in this sketch; it has: mu"),
        (({"mu": "latent"}, {"mu": ["sd"]}), "no site 'sd'"),
        (({"mu": "latent"}, None, {"N": ["y"]}), "no site 'y'"),
    ],
)
def test_a_sketch_of_what_cannot_be_says_what_is_missing(wrong, message):
    with pytest.raises(ValueError, match=message):
        show.sketch(*wrong)


def test_too_many_sites_are_not_drawn():
    def many() -> None:
        for i in range(60):
            pyro.sample(f"x{i}", dist.Normal(0.0, 1.0))

    with pytest.raises(ValueError, match="60 sites, too many to draw"):
        show.model(many)
    assert "no sites" in show.model(lambda: None).svg
