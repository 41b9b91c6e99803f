"""A model and guides that the graders of step_19 train, and what they ask about two figures."""

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch


def model(data):
    """m ~ Normal(0, 2); x ~ Normal(m, 1.5) in a plate."""
    m = pyro.sample("m", dist.Normal(0.0, 2.0))
    with pyro.plate("rows", len(data)):
        pyro.sample("x", dist.Normal(m, 1.5), obs=data)


def point_guide(data):
    """A guide without chance: each draw is the parameter itself."""
    pyro.sample("m", dist.Delta(pyro.param("place", torch.tensor(0.7))))


def normal_guide(data):
    """A guide with chance."""
    pyro.sample("m", dist.Normal(pyro.param("middle", torch.tensor(0.7)), 1.0))


def stale():
    """Leave parameters in the store, as an earlier training would."""
    pyro.param("place", torch.tensor(9.0))
    pyro.param("forgotten", torch.tensor(1.0))


def two_figures(plot_losses, first, second):
    """Whether two calls return Axes, and whether the second has a figure of its own."""
    one, two = plot_losses(first), plot_losses(second)
    if not (isinstance(one, plt.Axes) and isinstance(two, plt.Axes)):
        return {"axes": False, "returned": type(one).__name__, "apart": True}
    return {"axes": True, "returned": "Axes", "apart": one.figure is not two.figure}
