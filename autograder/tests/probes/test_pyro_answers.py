"""Answers about Pyro's programs: traces, densities, slopes, params, fits, draws."""

from __future__ import annotations

import math

import pyro
import pyro.distributions as dist
import pytest
import torch
from pyro import poutine
from pyro.infer import config_enumerate
from torch.distributions import Gamma, Normal

from autograder import probes
from autograder.probes.records import Fit, Param, Plate, Trace
from autograder.tests.probes.asked import DATA, ask, conjugate, guide, hierarchy, one


def test_a_trace_has_all_sites_with_their_facts():
    run = one(probes.trace("f", (DATA,)), f=hierarchy)
    assert isinstance(run, Trace)
    assert list(run.sites) == ["scale", "mu", "w", "N", "y"]
    assert (run.params, run.latent, run.observed, run.plates) == (["scale"], ["mu", "w"], ["y"], ["N"])
    scale, y, w = run.sites["scale"], run.sites["y"], run.sites["w"]
    assert (scale.value.item(), "GreaterThan" in scale.constraint) == (2.0, True)
    assert (w.batch_shape, w.event_shape, w.family, w.plates) == ((), (3,), "Gamma", ())
    assert (y.batch_shape, y.event_shape, y.family, y.observed) == ((4,), (), "Normal", True)
    assert y.plates == (Plate("N", -1, 4),)
    assert run.sites["N"].size == 4
    assert torch.equal(y.value, DATA)
    assert torch.equal(run.returned, DATA)
    assert run.called == "f(tensor of shape [4])"
    assert "y dist" in run.shapes


def test_a_density_is_what_torch_distributions_say():
    values = {"mu": 0.7, "w": torch.tensor([1.0, 0.5, 4.0])}
    run = one(probes.density("f", (DATA,), values=values, params={"scale": 0.5}), f=hierarchy)
    want = {
        "mu": Normal(0.0, 3.0).log_prob(torch.tensor(0.7)),
        "w": Gamma(2.0, 0.5).log_prob(values["w"]).sum(),
        "y": Normal(0.7, 0.5).log_prob(DATA),
    }
    for name, log_prob in want.items():
        torch.testing.assert_close(run.sites[name].log_prob, log_prob)
    assert run.log_density == pytest.approx(float(sum(part.sum() for part in want.values())), rel=1e-5)
    assert run.sites["mu"].value == pytest.approx(0.7)
    assert (run.latent, run.observed) == ([], ["mu", "w", "y"]), "conditioned sites count as observed, as in Pyro"


def test_values_hold_sites_fixed_and_leave_others_free():
    run = one(probes.density("f", values={"mu": 50.0}), f=hierarchy)
    assert run.sites["mu"].value == 50.0
    assert run.latent == ["w", "y"]
    assert (run.sites["y"].value - 50.0).abs().max() < 20


WEIGHTS, PLACES = torch.tensor([0.3, 0.7]), torch.tensor([-1.0, 2.0])


def mixture(data: torch.Tensor) -> None:
    with pyro.plate("N", len(data)):
        z = pyro.sample("z", dist.Categorical(WEIGHTS))
        pyro.sample("y", dist.Normal(PLACES[z], 0.5), obs=data)


@pytest.mark.parametrize("model", [mixture, config_enumerate(mixture)], ids=["plain", "already configured"])
def test_an_enumerated_density_is_the_marginal(model):
    run = one(probes.density("f", (DATA,), values={}, enumerate_nesting=1), f=model)
    each = torch.logsumexp(WEIGHTS.log() + Normal(PLACES, 0.5).log_prob(DATA[:, None]), -1)
    assert run.log_density == pytest.approx(float(each.sum()), rel=1e-5)
    assert run.sites["y"].log_prob.shape == (2, 4)


def test_an_enumerated_density_adds_what_is_conditioned():
    def shared(data: torch.Tensor) -> None:
        place = pyro.sample("place", dist.Normal(0.0, 1.0).expand([2]).to_event(1))
        with pyro.plate("N", len(data)):
            z = pyro.sample("z", dist.Categorical(WEIGHTS))
            pyro.sample("y", dist.Normal(place[z], 0.5), obs=data)

    point = torch.tensor([0.3, 1.7])
    run = one(probes.density("f", (DATA,), values={"place": point}, enumerate_nesting=1), f=shared)
    each = torch.logsumexp(WEIGHTS.log() + Normal(point, 0.5).log_prob(DATA[:, None]), -1)
    want = Normal(0.0, 1.0).log_prob(point).sum() + each.sum()
    assert run.log_density == pytest.approx(float(want), rel=1e-5)


def test_a_subsample_counts_for_the_whole():
    def model(data: torch.Tensor) -> None:
        with pyro.plate("N", len(data), subsample_size=2) as ind:
            pyro.sample("y", dist.Normal(0.0, 1.0), obs=data[ind])

    run = one(probes.trace("f", (DATA,)), f=model)
    y = run.sites["y"]
    assert float(y.scale) == 2.0
    torch.testing.assert_close(y.log_prob, 2 * Normal(0.0, 1.0).log_prob(DATA[run.sites["N"].value]))
    assert (run.sites["N"].size, y.plates) == (4, (Plate("N", -1, 2),))


def test_a_scaled_site_has_its_scale():
    def model() -> None:
        with poutine.scale(scale=0.25):
            pyro.sample("y", dist.Normal(0.0, 1.0), obs=torch.tensor(1.0))

    y = one(probes.trace("f"), f=model).sites["y"]
    assert y.scale == 0.25
    assert y.log_prob == pytest.approx(0.25 * float(Normal(0.0, 1.0).log_prob(torch.tensor(1.0))))


MASK = torch.tensor([True, False, True, True])


def masked_by_handler() -> None:
    with pyro.plate("N", 4), poutine.mask(mask=MASK):
        pyro.sample("y", dist.Normal(0.0, 1.0), obs=DATA)


def masked_by_distribution() -> None:
    with pyro.plate("N", 4):
        pyro.sample("y", dist.Normal(0.0, 1.0).mask(MASK), obs=DATA)


@pytest.mark.parametrize("model", [masked_by_handler, masked_by_distribution])
def test_a_masked_site_says_so_and_counts_only_what_is_left(model):
    y = one(probes.trace("f"), f=model).sites["y"]
    assert y.masked
    assert y.family == "Normal"
    torch.testing.assert_close(y.log_prob, Normal(0.0, 1.0).log_prob(DATA) * MASK)
    assert not one(probes.trace("f", (DATA,)), f=hierarchy).sites["y"].masked


def test_a_sequential_plate_has_no_dim():
    def model() -> None:
        for i in pyro.plate("loop", 3):
            pyro.sample(f"y{i}", dist.Normal(0.0, 1.0))

    run = one(probes.trace("f"), f=model)
    assert run.latent == ["y0", "y1", "y2"]
    assert run.sites["y1"].plates == (Plate("loop", None, 3),)


def test_a_trace_runs_in_the_store_that_the_notebook_left():
    hierarchy()
    pyro.get_param_store()["scale"] = torch.tensor(9.0)
    assert one(probes.trace("f"), f=hierarchy).sites["scale"].value == 9.0


# --- slopes ------------------------------------------------------------------------------------------------------


def test_slopes_are_those_of_the_densities_in_what_is_held_and_in_free_params():
    values = {"mu": 0.7, "w": torch.tensor([1.0, 0.5, 4.0])}
    found = one(probes.slopes("f", (DATA,), values=values), f=hierarchy)
    assert {site: set(by) for site, by in found.items()} == {"mu": {"mu"}, "w": {"w"}, "y": {"mu", "scale"}}
    torch.testing.assert_close(found["mu"]["mu"], torch.tensor(-0.7 / 9.0))
    torch.testing.assert_close(found["w"]["w"], 1.0 / values["w"] - 0.5)
    torch.testing.assert_close(found["y"]["mu"], (DATA - 0.7).sum() / 4.0)
    # the optimiser moves the logarithm of the scale
    torch.testing.assert_close(found["y"]["scale"], ((DATA - 0.7) ** 2 / 4.0 - 1.0).sum())


def test_a_copy_of_a_number_has_no_slope_and_neither_has_a_count():
    def copies(data: torch.Tensor) -> None:
        loc = pyro.param("loc", torch.tensor(1.0))
        mu = pyro.sample("mu", dist.Normal(loc.detach(), 1.0))
        k = pyro.sample("k", dist.Categorical(WEIGHTS))
        with pyro.plate("N", len(data)):
            pyro.sample("y", dist.Normal(float(mu), 1.0 + float(k)), obs=data)

    found = one(probes.slopes("f", (DATA,), values={"mu": 0.5, "k": torch.tensor(1)}), f=copies)
    assert {site: set(by) for site, by in found.items()} == {"mu": {"mu"}, "k": set(), "y": set()}


def test_slopes_count_scale_and_weigh_a_subsample_as_the_log_joint_does():
    def model(data: torch.Tensor) -> None:
        mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
        with pyro.plate("N", len(data), subsample=torch.tensor([0, 2])) as ind, poutine.scale(scale=0.5):
            pyro.sample("y", dist.Normal(mu, 1.0), obs=data[ind])

    found = one(probes.slopes("f", (DATA,), values={"mu": 0.0}), f=model)
    torch.testing.assert_close(found["y"]["mu"], 0.5 * 2.0 * DATA[[0, 2]].sum())


def test_slopes_leave_the_gradients_of_the_store_alone():
    guide()
    pyro.param("loc").unconstrained().grad = torch.tensor(3.0)
    one(probes.slopes("f", values={"mu": 0.2}), f=guide)
    assert pyro.param("loc").unconstrained().grad == 3.0


def test_params_are_set_in_their_constrained_space_before_the_first_run():
    point = {"loc": -0.5, "scale": 0.25}
    run = one(probes.density("f", values={"mu": 0.2}, params=point), f=guide)
    assert run.log_density == pytest.approx(float(Normal(-0.5, 0.25).log_prob(torch.tensor(0.2))), rel=1e-5)
    assert run.sites["scale"].value == pytest.approx(0.25)


def test_params_take_the_shape_and_type_of_what_they_replace():
    def wide() -> torch.Tensor:
        return pyro.param("p", torch.zeros(3, dtype=torch.float64))

    returned = one(probes.trace("f", params={"p": 2}), f=wide).returned
    assert torch.equal(returned, torch.full((3,), 2.0, dtype=torch.float64))


def test_the_store_is_answered_in_both_spaces():
    guide()
    pyro.get_param_store()["scale"] = torch.tensor(3.0)
    store = one(probes.params())
    assert set(store) == {"loc", "scale"}
    assert isinstance(store["scale"], Param)
    assert store["scale"].value == pytest.approx(3.0)
    assert store["scale"].unconstrained == pytest.approx(math.log(3.0))
    assert "GreaterThan" in store["scale"].constraint
    assert "Real" in store["loc"].constraint


def test_a_fit_finds_the_exact_posterior():
    exact_sd = (1 / 4 + len(DATA)) ** -0.5
    exact_mean = float(DATA.sum()) * exact_sd**2
    step = probes.fit("model", "guide", (DATA,), lr=0.05, lrd=0.99, steps=400, particles=8)
    fit = one(step, model=conjugate, guide=guide)
    assert isinstance(fit, Fit)
    assert fit.params["loc"].value == pytest.approx(exact_mean, abs=0.05)
    assert fit.params["scale"].value == pytest.approx(exact_sd, rel=0.1)
    assert fit.losses.shape == (400,)
    assert fit.losses[-50:].mean() < fit.losses[:50].mean()


def test_a_fit_starts_from_nothing_or_from_the_given_params():
    guide()
    pyro.get_param_store()["loc"] = torch.tensor(70.0)
    start = {"loc": 3.0, "scale": 0.5}
    kept, given = ask(
        probes.fit("model", "guide", (DATA,), lr=0.0, steps=1),
        probes.fit("model", "guide", (DATA,), lr=0.0, steps=1, params=start),
        model=conjugate,
        guide=guide,
    )
    assert kept.params["loc"].value == 0.0
    assert given.params["loc"].value == 3.0
    assert given.params["scale"].value == pytest.approx(0.5)


def test_draws_stack_sites_and_returned_values():
    def model(n: int) -> torch.Tensor:
        mu = pyro.sample("mu", dist.Normal(5.0, 0.1))
        with pyro.plate("N", n):
            return pyro.sample("y", dist.Normal(mu, 0.0001)) * 2

    draws = one(probes.draws("f", (3,), n=200), f=model)
    assert set(draws) == {"mu", "y", "return"}
    assert draws["y"].shape == (200, 3)
    assert draws["mu"].mean() == pytest.approx(5.0, abs=0.05)
    assert draws["mu"].std() == pytest.approx(0.1, rel=0.3)
    torch.testing.assert_close(draws["return"], 2 * draws["y"])
    torch.testing.assert_close(draws["y"][:, 0], draws["mu"], atol=1e-2, rtol=0)
    moved = one(probes.draws("g", n=100, params={"loc": 40.0, "scale": 0.1}), g=guide)
    assert moved["mu"].mean() == pytest.approx(40.0, abs=0.1)
    assert "return" not in moved
