"""What the graders of step_18 run around a student's init_loc_fn: the starts that it gives to a point guide."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer.autoguide import AutoDelta


def model(data, K=3):
    """The notebook's model."""
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 2.0)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    locs = pyro.sample("locs", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    with pyro.plate("N", len(data)):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)


def start(init_loc_fn, data, K):
    """The values that a new point guide starts from."""
    pyro.clear_param_store()
    guide = AutoDelta(poutine.block(model, hide=["assignment"]), init_loc_fn=lambda site: init_loc_fn(site, data))
    guide(data, K=K)
    return guide.median(data, K=K)


def given(init_loc_fn, data, K):
    """What init_loc_fn returns when a guide asks it, by site: a guide brings weights to the sum 1 by itself."""
    values = {}

    def asked(site, data):
        values[site["name"]] = init_loc_fn(site, data)
        return values[site["name"]]

    start(asked, data, K)
    return values


def starts(init_loc_fn, data, K, seeds):
    """A start for each seed, stacked by site."""
    found = []
    for seed in seeds:
        pyro.set_rng_seed(seed)
        found.append(start(init_loc_fn, data, K))
    return {name: torch.stack([one[name] for one in found]) for name in ("weights", "scale", "locs")}


def starts_in_a_row(init_loc_fn, data, K, n):
    """The locs of n starts, one after the other, without a seed in between: [n, K]."""
    return torch.stack([start(init_loc_fn, data, K)["locs"] for _ in range(n)])
