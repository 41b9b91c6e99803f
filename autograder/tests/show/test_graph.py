"""A model's graph: kinds, plates, and which site is made from which."""

from __future__ import annotations

import pyro
import pyro.distributions as dist
import pytest
import torch
from pyro import poutine

from autograder import show
from autograder.show.graph import Graph, graph
from autograder.tests.show.models import DATA, parents, pupils


def kinds(facts: Graph) -> dict[str, str]:
    return {node.name: node.kind for node in facts.nodes}


# --- what a diagram knows ----------------------------------------------------------------------------------------


def test_a_graph_has_the_kinds_plates_and_parents_of_a_model():
    facts = graph(pupils, (DATA,), {})
    assert kinds(facts) == {
        "mu": "latent",
        "sigma": "latent",
        "usual": "param",
        "theta": "latent",
        "middle": "deterministic",
        "y": "observed",
    }
    assert parents(facts) == {
        "mu": set(),
        "sigma": set(),
        "usual": set(),
        "theta": {"mu", "usual"},
        "middle": {"theta"},
        "y": {"middle", "sigma"},
    }
    assert {plate.label: set(plate.members) for plate in facts.plates} == {
        "schools (3)": {"theta", "middle", "y"},
        "pupils (5)": {"y"},
    }
    assert facts.doubt == ""
    assert kinds(graph(pupils, (), {}))["y"] == "latent"


def test_enumerated_and_masked_sites_are_followed():
    from pyro.infer import config_enumerate

    @config_enumerate
    def mixture(data: torch.Tensor) -> None:
        with pyro.plate("K", 2):
            locs = pyro.sample("locs", dist.Normal(0.0, 5.0))
        with pyro.plate("N", 5):
            z = pyro.sample("z", dist.Categorical(torch.ones(2)))
            with poutine.mask(mask=torch.tensor([True, True, False, True, True])):
                pyro.sample("y", dist.Normal(locs[z], 1.0), obs=data)

    assert parents(graph(mixture, (torch.zeros(5),), {})) == {"locs": set(), "z": set(), "y": {"locs", "z"}}


def test_a_picture_leaves_nothing_behind_and_a_models_own_error_is_its_own():
    pyro.clear_param_store()
    pyro.param("usual", torch.tensor(7.0))
    torch.manual_seed(3)
    before = torch.random.get_rng_state()
    show.model(pupils)
    show.trace(pupils)
    show.densities({"a": dist.Normal(0.0, 1.0)})
    assert torch.equal(before, torch.random.get_rng_state())
    assert list(pyro.get_param_store()) == ["usual"]
    assert float(pyro.param("usual")) == 7.0
    pyro.clear_param_store()

    def broken() -> None:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        show.model(broken)
