"""Models that the graders of step_04 trace, and a note of each run of the model that a student's function is given."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine


def orchard(crops):
    """A param, a drawn number, another param, and observed numbers in a plate. crops: [n]."""
    usual = pyro.param("usual", torch.tensor(3.0))
    rain = pyro.sample("rain", dist.Normal(1.0, 2.0))
    gain = pyro.param("gain", torch.tensor([0.5, 0.25]))
    with pyro.plate("trees", len(crops)):
        pyro.sample("crop", dist.Normal(usual + gain.sum() * rain, 1.5), obs=crops)
    return rain


def weavers(rows):
    """Nested plates, one of them subsampled, and drawn values of several shapes. rows: a whole number."""
    mix = pyro.sample("mix", dist.Dirichlet(torch.ones(3)))
    shelf = pyro.plate("shelf", 2, dim=-1)
    with shelf:
        width = pyro.sample("width", dist.Gamma(2.0, 1.0))
    with pyro.plate("row", 20, subsample_size=rows, dim=-2), shelf:
        pyro.sample("cloth", dist.Normal(width, 0.5).expand([rows, 2]))
    pyro.sample("label", dist.Categorical(mix), obs=torch.tensor(1))


def settings():
    """Parameters and a plate, and nothing random."""
    with pyro.plate("empty", 3):
        return pyro.param("a", torch.tensor([1.0, 2.0, 3.0]))


def of_trace(answer, program, *args):
    """What a student's function says of a trace of one of these programs."""
    return answer(
        poutine.trace({"orchard": orchard, "weavers": weavers, "settings": settings}[program]).get_trace(*args)
    )


def of_runs(answer, n, kind, loc, scale):
    """What a student's function of (model, n) returns, and the values in each run of the model that it was given.

    kind: "plain" has the site y alone, "level" a latent level above it; neither returns y.
    """
    runs = []

    def program(data=None, n_obs=None):
        level = torch.tensor(loc)
        shift = pyro.param("shift", torch.tensor(0.0))
        if kind == "level":
            level = pyro.sample("level", dist.Normal(loc, 3.0))
        with pyro.plate("N", n_obs if data is None else len(data)):
            y = pyro.sample("y", dist.Normal(level + shift, scale), obs=data)
        runs.append({"level": float(level), "y": y.detach().tolist()})
        return -y.detach() - 1.0

    return {"returned": answer(program, n), "runs": runs}
