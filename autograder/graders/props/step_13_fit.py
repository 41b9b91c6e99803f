"""Guides of other starts and names, on which the graders of step_13 try a student's fit.

They are near to what the first task asks for, so they come into the student's process when that has been judged.
"""

import pyro
import pyro.distributions as dist
import torch
from pyro.distributions import constraints


def wide_guide(data=None, n_obs=None):
    """A log-normal guide from a wide start."""
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))


def watched(fit, data, steps):
    """Call fit with a guide of other names in a store with leftovers: its losses, the guide's places, the store.

    The guide is so narrow that its losses are hardly random, and that its own term in them is large.
    """
    pyro.clear_param_store()
    pyro.param("center", torch.tensor(2.5))
    pyro.param("forgotten", torch.tensor(7.0))
    places = []

    def guide(data=None, n_obs=None):
        center = pyro.param("center", torch.tensor(1.2))
        width = pyro.param("width", torch.tensor(1e-5), constraint=constraints.positive)
        places.append([center.item(), width.item()])
        pyro.sample("mu", dist.LogNormal(center, width))

    losses = fit(data, guide, steps=steps)
    store = pyro.get_param_store()
    if "center" in store and "width" in store:
        places.append([store["center"].item(), store["width"].item()])
    return {"losses": losses, "places": places, "store": sorted(store.keys())}
