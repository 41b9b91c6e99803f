"""The probes' answers against closed forms, and that a probe leaves nothing behind."""

from __future__ import annotations

import inspect
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pyro
import pyro.distributions as dist
import pytest
import torch
from pyro import poutine
from pyro.infer import config_enumerate
from pyro.poutine.runtime import _PYRO_STACK
from torch.distributions import Gamma, Normal, constraints

from autograder import expect, probes
from autograder.probes import answers
from autograder.probes.records import Fit, Line, Name, Opaque, Param, Plate, Plot, Prop, Raised, Refused, Site, Trace
from autograder.probes.steps import PROBES
from autograder.probes.wire import decode, encode
from autograder.subject.subject import Subject

DATA = torch.tensor([0.5, -1.0, 2.0, 3.5])


@pytest.fixture(autouse=True)
def _clean():
    pyro.clear_param_store()
    yield
    pyro.clear_param_store()


def ask(*steps: probes.Step, seed: int = 0, **names: Any) -> list[Any]:
    """The answers, as the trusted side would read them."""

    def resolve(reference: Name | Prop) -> Any:
        try:
            return names[reference.name]
        except KeyError:
            raise NameError(f"name '{reference.name}' is not defined") from None

    return [decode(*encode(result)) for result in answers.answer(list(steps), resolve, seed)]


def one(step: probes.Step, **names: Any) -> Any:
    [result] = ask(step, **names)
    return result


# --- trace and density -------------------------------------------------------------------------------------------


def hierarchy(data: torch.Tensor | None = None, n: int = 4) -> torch.Tensor:
    """A param, a latent in no plate, a latent vector, and plated observations."""
    scale = pyro.param("scale", torch.tensor(2.0), constraint=constraints.positive)
    mu = pyro.sample("mu", dist.Normal(0.0, 3.0))
    pyro.sample("w", dist.Gamma(2.0, 0.5).expand([3]).to_event(1))
    with pyro.plate("N", n):
        return pyro.sample("y", dist.Normal(mu, scale), obs=data)


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


# --- params ------------------------------------------------------------------------------------------------------


def guide(data: Any = None) -> None:
    loc = pyro.param("loc", torch.tensor(0.0))
    scale = pyro.param("scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(loc, scale))


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


def test_steps_of_one_question_see_each_other():
    results = ask(
        probes.call("f"),
        probes.set_params({"scale": 0.5, "loc": torch.tensor(2.0)}),
        probes.params(),
        probes.density("f", values={"mu": 1.0}),
        f=guide,
    )
    assert results[:2] == [None, None]
    assert results[2]["scale"].value == pytest.approx(0.5)
    assert results[3].log_density == pytest.approx(float(Normal(2.0, 0.5).log_prob(torch.tensor(1.0))), rel=1e-5)


# --- call and value ----------------------------------------------------------------------------------------------


def test_a_call_gives_the_value():
    assert one(probes.call("f", (2, [1, 2]), {"c": "x"}), f=lambda a, b, c: {"a": a, "b": b, "c": c}) == {
        "a": 2,
        "b": [1, 2],
        "c": "x",
    }
    assert isinstance(one(probes.call("f"), f=object), Opaque)


def test_a_call_may_start_from_an_empty_store_or_from_set_params():
    hierarchy()
    pyro.get_param_store()["scale"] = torch.tensor(9.0)

    def scale() -> torch.Tensor:
        return pyro.param("scale", torch.tensor(2.0), constraint=constraints.positive)

    assert one(probes.call("f"), f=scale) == 9.0
    assert one(probes.call("f", params={"scale": 4.0}), f=scale) == pytest.approx(4.0)
    assert one(probes.call("f", fresh=True), f=scale) == 2.0


def test_names_and_props_may_be_arguments_anywhere():
    double = lambda x: 2 * x  # noqa: E731
    apply = lambda fns, x: [fn(x) for fn in fns]  # noqa: E731
    step = probes.call("apply", ([Name("double"), Prop("step", "double")], 4))
    assert one(step, apply=apply, double=double) == [8, 8]


def test_a_call_may_not_change_what_the_grader_holds():
    held = torch.zeros(2)
    ask(probes.call("f", (held,)), f=lambda x: x.add_(1))
    assert held.tolist() == [0, 0]


def test_a_value_is_a_global():
    assert one(probes.value("x"), x=[1.5]) == [1.5]
    missing = one(probes.value("nothing"))
    assert (missing.type, missing.called) == ("NameError", "nothing")


def test_what_raises_is_told_and_ends_the_steps():
    def fails(x: Any) -> None:
        raise KeyError("no such site")

    results = ask(probes.call("f", (3,)), probes.call("fails", (DATA,)), probes.call("f", (4,)), f=float, fails=fails)
    assert results[0] == 3.0
    assert len(results) == 2
    error = results[1]
    assert isinstance(error, Raised)
    assert (error.type, error.bases[:2]) == ("KeyError", ["KeyError", "LookupError"])
    assert "no such site" in error.message
    assert error.called == "fails(tensor of shape [4])"


@pytest.mark.parametrize("answer", [torch.zeros(1).expand(1 << 23), [[]] * 200_000], ids=["numbers", "items"])
def test_an_answer_too_big_to_cross_is_the_steps_own_failure(answer):
    result = one(probes.call("f"), f=lambda: answer)
    assert isinstance(result, Raised)
    assert result.type == "Refused"


def test_leaving_the_process_and_unprintable_errors_are_told_too():
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def mute() -> None:
        raise Mute

    assert one(probes.call("f"), f=lambda: exit(3)).type == "SystemExit"
    assert one(probes.call("f"), f=mute).type == "Mute"


def test_what_a_probe_prints_is_seen_nowhere(capfd):
    def loud() -> int:
        print("printed")
        return 1

    assert one(probes.call("f"), f=loud) == 1
    assert capfd.readouterr() == ("", "")


def test_the_seed_decides_all_draws():
    def draw() -> list[float]:
        return [float(torch.rand(())), float(np.random.rand()), random.random()]

    first, again, other = (ask(probes.call("f"), seed=seed, f=draw)[0] for seed in (1, 1, 2))
    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))


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


# --- fit, draws, plot --------------------------------------------------------------------------------------------


def conjugate(data: torch.Tensor) -> None:
    mu = pyro.sample("mu", dist.Normal(0.0, 2.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(mu, 1.0), obs=data)


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


def test_a_plot_is_told_by_its_facts():
    import matplotlib.pyplot as plt

    def draw(n: int) -> None:
        _, (left, right) = plt.subplots(1, 2)
        left.plot(range(n), [1.0] * n, label="flat")
        left.set(title="Left", xlabel="step", ylabel="loss")
        left.legend()
        right.plot([3.0])

    plt.figure().gca().plot([9.0])  # an older figure is no part of the answer
    plot = one(probes.plot("f", (3,)), f=draw)
    assert isinstance(plot, Plot)
    left, right = plot.axes
    assert (left.title, left.xlabel, left.ylabel, left.legend) == ("Left", "step", "loss", ["flat"])
    assert left.lines[0].label == "flat"
    assert (left.lines[0].x.tolist(), left.lines[0].y.tolist()) == ([0, 1, 2], [1, 1, 1])
    assert (right.title, right.legend, len(right.lines)) == ("", [], 1)


def test_a_plot_may_be_returned_as_axes_or_figure():
    from matplotlib.figure import Figure

    def by_axes() -> Any:
        ax = Figure().add_subplot()
        ax.set_title("mine")
        return ax

    for fn in (by_axes, lambda: by_axes().figure):
        assert [ax.title for ax in one(probes.plot("f"), f=fn).axes] == ["mine"]
    assert one(probes.plot("f"), f=lambda: None).axes == []


def test_a_gap_in_a_line_is_not_a_number():
    import matplotlib.pyplot as plt

    [axes] = one(probes.plot("f"), f=lambda: plt.plot([1.0, math.nan, 3.0])).axes
    assert isinstance(axes.lines[0], Line)
    assert axes.lines[0].y.isnan().tolist() == [False, True, False]


# --- live: leaves nothing behind ---------------------------------------------------------------------------------


def meddle() -> None:
    """Changes everything that a function could change in a process."""
    store = pyro.get_param_store()
    pyro.param("new", torch.tensor(1.0))
    store["loc"] = torch.tensor(5.0)
    with torch.no_grad():
        store._params["scale"].add_(3.0)
    pyro.param("scale").sum().backward()
    del store["gone"]
    pyro.set_rng_seed(99)
    torch.rand(3), np.random.rand(3), random.random()
    torch.set_default_dtype(torch.float64)
    pyro.enable_validation(False)
    poutine.trace().__enter__()


def fail() -> None:
    meddle()
    raise ValueError("half way")


def clear() -> None:
    pyro.clear_param_store()
    pyro.param("loc", torch.tensor(-1.0), constraint=constraints.less_than(0.0))


def state() -> dict[str, Any]:
    store = pyro.get_param_store()
    return {
        "params": {name: store[name].detach().clone() for name in store.keys()},  # noqa: SIM118 - a param store
        "tensors": {name: id(tensor) for name, tensor in store._params.items()},
        "grads": {name: tensor.grad for name, tensor in store._params.items()},
        "names": dict(store._param_to_name),
        "constraints": {name: str(constraint) for name, constraint in store._constraints.items()},
        "torch": torch.get_rng_state(),
        "numpy": np.random.get_state()[1].tolist(),
        "random": random.getstate(),
        "dtype": torch.get_default_dtype(),
        "distributions": pyro.distributions.is_validation_enabled(),
        "infer": pyro.infer.util.is_validation_enabled(),
        "poutine": pyro.poutine.util.is_validation_enabled(),
        "torch distributions": Normal(0.0, 1.0)._validate_args,
        "handlers": len(_PYRO_STACK),
    }


def unchanged(before: dict[str, Any]) -> None:
    for name, value in state().items():
        if name in ("params", "torch"):
            torch.testing.assert_close(value, before[name], rtol=0, atol=0)
        else:
            assert value == before[name], name


@pytest.mark.parametrize("fn", [meddle, fail, clear, guide, lambda: exit(1)])
@pytest.mark.parametrize("make", [probes.call, probes.trace, lambda fn: probes.call(fn, fresh=True)])
def test_a_live_probe_leaves_the_process_as_found(fn: Callable[..., Any], make: Callable[..., Any]):
    guide()
    pyro.param("gone", torch.ones(2))
    before = state()
    answers.live(make(fn), 3)
    unchanged(before)


def test_a_live_probe_inside_a_handler_leaves_it_open():
    with poutine.trace() as outer:
        depth = len(_PYRO_STACK)
        answers.live(probes.call(meddle), 0)
        assert len(_PYRO_STACK) == depth
        pyro.sample("x", dist.Normal(0.0, 1.0))
    assert "x" in outer.trace.nodes


def test_an_optimiser_goes_on_where_a_live_probe_interrupted_it():
    def losses(probing: bool) -> list[float]:
        pyro.clear_param_store()
        pyro.set_rng_seed(5)
        optimiser = pyro.optim.Adam({"lr": 0.1})
        svi = pyro.infer.SVI(conjugate, guide, optimiser, pyro.infer.Trace_ELBO())
        found = []
        for _ in range(6):
            found.append(svi.step(DATA))
            if probing:
                answers.live(probes.trace(guide, params={"loc": 50.0, "scale": 7.0}), 0)
                answers.live(probes.call(clear), 0)
        return found

    assert losses(True) == losses(False)


def test_a_live_answer_is_what_a_grader_would_get():
    assert answers.live(probes.call(lambda: (1, np.float64(0.5))), 0) == [1, 0.5]
    assert isinstance(answers.live(probes.call(object), 0), Opaque)
    assert isinstance(answers.live(probes.trace(guide), 0).sites["mu"], Site)
    assert answers.live(probes.call(fail_plainly), 0).type == "ValueError"
    assert answers.live(probes.value("x"), 0).type == "NameError"


def fail_plainly() -> None:
    raise ValueError("no")
