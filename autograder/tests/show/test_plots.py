"""Plots: densities and losses with a sentence, small, and apart from the student's own figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pyro
import pyro.distributions as dist
import pytest
import torch
from pyro.infer import MCMC, NUTS

from autograder import show

# --- curves ------------------------------------------------------------------------------------------------------


def test_densities_say_where_each_curve_lies():
    picture = show.densities(
        {
            "prior": dist.Normal(1.0, 2.0),
            "posterior": torch.tensor([1.0, 3.0] * 50),
            "wild": dist.Cauchy(0.0, 1.0),
            "point": dist.Delta(torch.tensor(2.0)),
        },
        xlabel="mu",
    )
    lines = picture.text.splitlines()
    assert "prior: Normal, mean 1, standard deviation 2." in lines
    assert "posterior: 100 samples, mean 2, standard deviation 1." in lines
    assert "wild: Cauchy, without a finite mean and standard deviation." in lines
    assert all(f">{word}</text>" in picture.svg for word in ("prior", "posterior", "mu", "density"))


def test_discrete_bounded_and_unbounded_densities_are_drawn():
    for curve in (
        dist.Poisson(3.0),
        dist.Bernoulli(0.4),
        dist.Gamma(2.0, 1.0),
        dist.Beta(0.5, 0.5),
        dist.Uniform(0, 1),
    ):
        ET.fromstring(show.densities({"it": curve}).svg)
    kernel = NUTS(lambda: pyro.sample("x", dist.Normal(0.0, 1.0)))
    chain = MCMC(kernel, num_samples=20, warmup_steps=5, disable_progbar=True)
    chain.run()
    show.densities({"draws": chain.get_samples()["x"]})


@pytest.mark.parametrize(
    ("curves", "sentence"),
    [
        ({}, "1 to 6 curves, and these are 0"),
        ({"it": dist.Normal(torch.zeros(3), 1.0)}, r"batch shape \[3\]"),
        ({"it": torch.zeros(3, 2)}, r"a tensor \[3, 2\]"),
        ({"it": torch.tensor([1.0, float("nan")])}, "finite numbers"),
        ({"it": 3.0}, "'it' is float"),
    ],
)
def test_what_is_no_curve_is_refused_in_one_sentence(curves, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        show.densities(curves)


def test_losses_say_how_they_went():
    falling = [100.0 - i for i in range(100)]
    picture = show.losses(falling)
    assert picture.text == ("Losses of 100 steps: mean of the first tenth 95.5, of the last tenth 5.5; lowest 1.")
    assert "mean of 5 steps" in picture.svg
    assert "2 of them are not finite, first at step 3" in show.losses([1.0, 2.0, 3.0, float("nan"), float("inf")]).text
    show.losses(torch.tensor(falling))
    with pytest.raises(ValueError, match="there are none"):
        show.losses([])


def test_thousands_of_losses_stay_small():
    torch.manual_seed(0)
    assert len(show.losses(torch.randn(20_000)).svg) < 200_000


def test_pictures_of_plots_do_not_touch_the_students_figures_or_settings():
    import matplotlib.pyplot as plt

    plt.close("all")
    plt.rcParams["axes.facecolor"] = "red"
    show.losses([1.0, 2.0])
    assert plt.get_fignums() == []
    assert plt.rcParams["axes.facecolor"] == "red"
    plt.rcdefaults()
