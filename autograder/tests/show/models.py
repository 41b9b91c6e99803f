"""Models that the pictures are drawn of."""

from __future__ import annotations

from typing import Any

import pyro
import pyro.distributions as dist
import torch

from autograder import show
from autograder.show.graph import Graph

DATA = torch.tensor([[0.5, 1.0, 2.0]] * 5)


def bundle(shown: Any) -> dict[str, str]:
    return shown._repr_mimebundle_()


def parents(facts: Graph) -> dict[str, set[str]]:
    return {node.name: set(node.parents) for node in facts.nodes}


def pupils(data: torch.Tensor | None = None) -> torch.Tensor:
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    sigma = pyro.sample("sigma", dist.HalfNormal(1.0))
    usual = pyro.param("usual", torch.tensor(2.0))
    with pyro.plate("schools", 3, dim=-1):
        theta = pyro.sample("theta", dist.Normal(mu, usual))
        middle = pyro.deterministic("middle", theta + 1.0, event_dim=0)
        with pyro.plate("pupils", 5, dim=-2):
            return pyro.sample("y", dist.Normal(middle, sigma), obs=data)


def crossing() -> None:
    rows, columns = pyro.plate("rows", 5, dim=-2), pyro.plate("columns", 3, dim=-1)
    with rows:
        r = pyro.sample("r", dist.Normal(0.0, 1.0))
    with columns:
        c = pyro.sample("c", dist.Normal(0.0, 1.0))
    with rows, columns:
        pyro.sample("y", dist.Normal(r + c, 1.0), obs=DATA)


def chain() -> None:
    x = torch.tensor(0.0)
    for i in pyro.markov(range(4)):
        x = pyro.sample(f"x{i}", dist.Normal(x, 1.0))
        pyro.sample(f"y{i}", dist.Normal(x, 1.0), obs=torch.tensor(0.0))


# --- wherever they are shown -------------------------------------------------------------------------------------


def three_crossing() -> None:
    a, b, c = (pyro.plate(name, 2, dim=dim) for name, dim in (("a", -1), ("b", -2), ("c", -3)))
    with a, b:
        ab = pyro.sample("ab", dist.Normal(0.0, 1.0))
    with b, c:
        bc = pyro.sample("bc", dist.Normal(0.0, 1.0))
    with a, c:
        ac = pyro.sample("ac", dist.Normal(0.0, 1.0))
    with a, b, c:
        pyro.sample("abc", dist.Normal(ab + bc + ac, 1.0))


def topics() -> None:
    beta = pyro.sample("beta", dist.Gamma(1.0, 1.0))
    with pyro.plate("topics", 4):
        words = pyro.sample("words", dist.Dirichlet(beta * torch.ones(6)))
    with pyro.plate("documents", 10, subsample_size=3):
        theta = pyro.sample("theta", dist.Dirichlet(torch.ones(4)))
        with pyro.plate("places", 8):
            z = pyro.sample("z", dist.Categorical(theta))
            pyro.sample("w", dist.Categorical(words[z]), obs=torch.zeros(8, 3))


def dice() -> None:
    m = pyro.sample("m", dist.Normal(0.0, 1.0))
    for i in pyro.plate("dice", 5):
        pyro.sample(f"d{i}", dist.Normal(m, 1.0))


MODELS = [pupils, crossing, three_crossing, topics, chain, dice]


PICTURES = {
    "model": lambda: show.model(pupils, (DATA,)),
    "densities": lambda: show.densities({"<prior> & co": dist.Normal(0.0, 1.0)}),
    "losses": lambda: show.losses([3.0, 2.0, 1.0]),
    "beside": lambda: show.beside(show.losses([1.0, 2.0]), show.model(crossing)),
}
