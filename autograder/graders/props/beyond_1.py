"""Programs that the graders of beyond_1 hand to a student's functions, and runs of what these make."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine


def asked(cloudy_given, temp, cloudy, grey, bright):
    """Ask about a program with these probabilities. grey, bright: loc and scale of its temperatures."""

    def program():
        overcast = pyro.sample("cloudy", dist.Bernoulli(torch.tensor(cloudy)))
        loc, scale = grey if overcast == 1.0 else bright
        pyro.sample("temp", dist.Normal(loc, scale))
        return "neither of the two", -1.0

    return cloudy_given(temp, program)


def coin_runs(geometric, p, n):
    """The number of tosses in each of n runs of geometric(p), beside what it returned."""
    tosses, returned = [], []
    for _ in range(n):
        run = poutine.trace(geometric).get_trace(p)
        tosses.append(sum(node["type"] == "sample" for node in run.nodes.values()))
        returned.append(run.nodes["_RETURN"]["value"])
    return {"tosses": tosses, "returned": returned}


def market():
    """A program with two sites, one of which depends on the other."""
    stalls = pyro.sample("stalls", dist.Poisson(6.0))
    return pyro.sample("takings", dist.Normal(30.0 * stalls, 12.0))


def closed():
    """A program with one site, which returns no number."""
    pyro.sample("cats", dist.Poisson(2.0))
    return ["nobody", "there"]


def quiet():
    """A program without a site."""
    return "nothing"


WAYS = {"market": market, "closed": closed, "quiet": quiet}


def made_and_run(either, name, weight, first, second):
    """Make a program of two of these ways, unseen by the handlers around it; then run it once, seen."""
    with poutine.block():
        program = either(name, weight, WAYS[first], WAYS[second])
    return program()


def made_twice(either, outer, inner, weight):
    """Run a program of either whose second way is another program of either, both made unseen."""
    with poutine.block():
        program = either(outer, weight, quiet, either(inner, 1.0 - weight, market, closed))
    return program()


def run_often(either, weight, n):
    """One program of either, run n times: how often each of its ways was begun, and what came back."""
    begun = [0, 0]

    def way(index):
        def program():
            begun[index] += 1
            return index

        return program

    program = either("way", weight, way(0), way(1))
    before = list(begun)
    came = [program() for _ in range(n)]
    return {"before": before, "begun": begun, "came": came}


def moved(branching, by):
    """p after a run from an empty store, and after its unconstrained numbers were moved by a part of these. by: [4]."""
    pyro.clear_param_store()
    branching()
    start = pyro.param("p").detach().clone()
    with torch.no_grad():
        free = pyro.param("p").unconstrained()
        free += by[: len(free)]
    return {"start": start, "moved": pyro.param("p").detach()}
