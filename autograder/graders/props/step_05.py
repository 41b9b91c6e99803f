"""Programs that the graders of step_05 take apart: their entries as plain dictionaries, and their scores at values."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine


def ferry(crossings, loads):
    """Params and a drawn site before and in a plate, observed numbers. loads: [crossings]."""
    crew = pyro.param("crew", torch.tensor(1.5))
    wind = pyro.sample("wind", dist.Normal(0.5, 2.0))
    with pyro.plate("crossing", crossings):
        trim = pyro.param("trim", torch.full((crossings,), 0.3))
        wave = pyro.sample("wave", dist.Gamma(2.0, 1.0))
        pyro.sample("load", dist.Normal(crew + wind * trim + wave, 1.5), obs=loads)
    return wave


def orchestra(desks, rows):
    """Two plates, one within the other, and draws with several parts. No params, no data."""
    mix = pyro.sample("mix", dist.Dirichlet(torch.tensor([2.0, 1.0, 3.0])))
    with pyro.plate("row", rows):
        pitch = pyro.sample("pitch", dist.Normal(0.0, 1.0).expand([4]).to_event(1))
        with pyro.plate("desk", desks):
            pyro.sample("section", dist.Categorical(mix))
            pyro.sample("sound", dist.Normal(pitch, 0.5).to_event(1))
    return pyro.sample("applause", dist.Exponential(2.0))


def nothing():
    """A param and an empty plate."""
    with pyro.plate("hall", 5):
        return pyro.param("seats", torch.tensor(5.0))


def scaled(factor, data):
    """A site that counts `factor` times, and one that counts once. data: [n]."""
    with pyro.plate("N", len(data)), poutine.scale(scale=factor):
        pyro.sample("y", dist.Normal(1.0, 0.7), obs=data)
    pyro.sample("z", dist.Normal(0.0, 3.0), obs=data[0])


def picked(size, data, scale):
    """A few rows stand for all, in a plate within a plate, and count `scale` times besides. data: [rows, 3]."""
    with (
        pyro.plate("column", 3, dim=-1),
        pyro.plate("row", len(data), subsample_size=size, dim=-2) as rows,
        poutine.scale(scale=scale),
    ):
        pyro.sample("y", dist.Normal(0.5, 1.3), obs=data[rows])


def masked(data, mask):
    """A mask for each member, one that widens over rows, and one for a whole site. data: [4, 3]; mask: [3]."""
    with pyro.plate("column", 3, dim=-1), pyro.plate("row", 4, dim=-2):
        with poutine.mask(mask=mask), poutine.scale(scale=2.5):
            pyro.sample("y", dist.Normal(0.5, 1.3), obs=data)
        with poutine.mask(mask=False):
            pyro.sample("left_out", dist.Normal(0.0, 1.0), obs=data)
        with poutine.mask(mask=True):
            pyro.sample("kept", dist.Normal(0.0, 2.0), obs=data.clamp(-3.0, 3.0))


def regatta(boats, legs, times):
    """A plate in a plate in a plate, and a site in all three. times: [3, legs, boats]."""
    pace = pyro.sample("pace", dist.Gamma(3.0, 1.0))
    with pyro.plate("boat", boats, dim=-1):
        skill = pyro.sample("skill", dist.Normal(0.0, 0.5))
        with pyro.plate("leg", legs, dim=-2):
            gust = pyro.sample("gust", dist.Normal(0.0, 1.0))
            with pyro.plate("day", 3, dim=-3):
                pyro.sample("time", dist.Normal(pace + skill + gust, 0.7), obs=times)


PROGRAMS = {
    program.__name__: program for program in (ferry, orchestra, nothing, scaled, picked, masked, regatta)
}  # by name, so that a grader can ask for them


def of_nodes(answer, program, *args):
    """What a student's function says of the entries of a run, which are dictionaries and no Trace."""
    trace = poutine.trace(PROGRAMS[program]).get_trace(*args)
    return answer({name: dict(node) for name, node in trace.nodes.items()})


def chain(x):
    """a -> b -> c, and d on its own."""
    a = pyro.sample("a", dist.Normal(0.0, 1.0))
    b = pyro.sample("b", dist.Normal(a * x, 1.0))
    pyro.sample("d", dist.Normal(0.0, 2.0))
    pyro.sample("c", dist.Normal(b.exp() * 0.1, 1.0))


def fork(x):
    """The scale of "left" and the rate of "right" come from "top", in the middle of the program."""
    shape = pyro.sample("shape", dist.Gamma(2.0, 1.0))
    other = pyro.sample("other", dist.Normal(x, 1.0))
    top = pyro.sample("top", dist.Gamma(shape + 1.0, 1.0))
    with pyro.plate("N", 4):
        left = pyro.sample("left", dist.Normal(x, 0.5 + top))
        pyro.sample("right", dist.Gamma(2.0, top))
        pyro.sample("end", dist.Normal(left + other, 1.0))


def alone(x):
    """Two sites that have nothing to do with each other."""
    pyro.sample("heads", dist.Normal(x, 1.0))
    pyro.sample("tails", dist.Normal(-x, 1.0))


def narrow(x):
    """tip -> till. Only from 0 to 1 is a tip allowed: near 0 it can be raised by 0.1, but not lowered, and not by 1."""
    tip = pyro.sample("tip", dist.Beta(2.0, 3.0))
    pyro.sample("till", dist.Normal(5.0 * tip, x))


def fan(x):
    """Four sites are made from "hub", and one of them from two others besides."""
    hub = pyro.sample("hub", dist.Normal(0.0, 1.0))
    first = pyro.sample("first", dist.Normal(hub, 1.0))
    second = pyro.sample("second", dist.Normal(hub * x, 2.0))
    pyro.sample("third", dist.Normal(hub - x, 1.5))
    pyro.sample("last", dist.Normal(hub + first + second, 0.5))


GRAPHS = {"chain": chain, "fork": fork, "alone": alone, "narrow": narrow, "fan": fan}


def of_edges(answer, graph, x, values):
    """The arrows that a student's function finds, and the values after it."""

    def scores(at):
        trace = poutine.trace(poutine.condition(GRAPHS[graph], data=at)).get_trace(torch.tensor(x))
        trace.compute_log_prob()
        return {name: trace.nodes[name]["log_prob_sum"].item() for name in at}

    return {"edges": answer(scores, values), "values": values}
