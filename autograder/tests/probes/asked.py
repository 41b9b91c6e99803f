"""Models that probes are asked of, and how."""

from __future__ import annotations

from typing import Any

import pyro
import pyro.distributions as dist
import torch
from torch.distributions import constraints

from autograder import probes
from autograder.probes import answers
from autograder.probes.records import Name, Prop
from autograder.probes.wire import decode, encode

DATA = torch.tensor([0.5, -1.0, 2.0, 3.5])


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


# --- params ------------------------------------------------------------------------------------------------------


def guide(data: Any = None) -> None:
    loc = pyro.param("loc", torch.tensor(0.0))
    scale = pyro.param("scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(loc, scale))


# --- fit, draws, plot --------------------------------------------------------------------------------------------


def conjugate(data: torch.Tensor) -> None:
    mu = pyro.sample("mu", dist.Normal(0.0, 2.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(mu, 1.0), obs=data)
