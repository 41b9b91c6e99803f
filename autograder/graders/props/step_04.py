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


class Given(dist.Normal):
    """A normal distribution that draws what it was given."""

    def expand(self, batch_shape, _instance=None):
        made = super().expand(batch_shape, _instance)
        made.given = self.given
        return made

    def rsample(self, sample_shape=()):
        return self.given.expand(self._extended_shape(sample_shape)).clone()

    sample = rsample


def given(loc, scale, value):
    """The normal distribution whose next draw is this value."""
    made = Given(loc, scale)
    made.given = value
    return made


def of_runs(answer, n, kind, loc, scale, levels, values):
    """What a student's function of (model, n) returns, and how many numbers each run of its model had at y.

    kind: "plain" has the site y alone, "level" a latent level above it; neither returns y. levels: [runs] and
    values: [runs, n] are what the runs draw; a run of another size goes round in its row.
    """
    sizes = []

    def program(data=None, n_obs=None):
        run = min(len(sizes), len(levels) - 1)
        size = n_obs if data is None else len(data)
        level = torch.tensor(loc)
        shift = pyro.param("shift", torch.tensor(0.0))
        if kind == "level":
            level = pyro.sample("level", given(torch.tensor(loc), torch.tensor(3.0), levels[run]))
        with pyro.plate("N", size):
            around = (level + shift).expand(size)
            drawn = values[run][torch.arange(size) % n]
            y = pyro.sample("y", given(around, torch.tensor(scale).expand(size), drawn), obs=data)
        sizes.append(len(y))
        return -y.detach() - 1.0

    return {"returned": answer(program, n), "runs": sizes}
