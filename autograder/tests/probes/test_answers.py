"""The probes' answers against closed forms, and that a probe leaves nothing behind."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pyro
import pyro.distributions as dist
import pytest
import torch
from pyro import poutine
from pyro.poutine.runtime import _PYRO_STACK
from torch.distributions import Normal, constraints

from autograder import probes
from autograder.probes import answers
from autograder.probes.records import Name, Opaque, Prop, Raised, Site
from autograder.tests.probes.asked import DATA, ask, conjugate, guide, hierarchy, one


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
