"""What the graders of beyond_3 hand to the student's functions: coins, guides, and calls that watch what is done."""

import pyro
import pyro.distributions as dist
import torch
from pyro.distributions import constraints


def coin(data):
    """f ~ Beta(6, 4), spins in plate "N"."""
    f = pyro.sample("f", dist.Beta(6.0, 4.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


def coin_guide(data):
    """A Beta guide from Beta(2, 2), under names of its own."""
    up = pyro.param("up", torch.tensor(2.0), constraint=constraints.positive)
    down = pyro.param("down", torch.tensor(2.0), constraint=constraints.positive)
    pyro.sample("f", dist.Beta(up, down))


def arrived_guide(data):
    """A guide that starts at the posterior of `coin`, where every draw has the same loss."""
    heads = data.sum()
    up = pyro.param("up", 6.0 + heads, constraint=constraints.positive)
    down = pyro.param("down", 4.0 + len(data) - heads, constraint=constraints.positive)
    pyro.sample("f", dist.Beta(up, down))


def watched(train, model, guide, data, steps):
    """Call train in a store with leftovers, one of them under the guide's own name: its losses and the store."""
    pyro.clear_param_store()
    pyro.param("up", torch.tensor(20.0), constraint=constraints.positive)
    pyro.param("forgotten", torch.tensor(7.0))
    losses = train(model, guide, data, steps=steps)
    return {"losses": losses, "store": sorted(pyro.get_param_store().keys())}


def followed(train, model, data, steps):
    """Call train with a narrow guide that starts on the wrong side: its losses, and where the guide was in each run."""
    places = []

    def narrow(data):
        up = pyro.param("up", torch.tensor(19_000.0), constraint=constraints.positive)
        down = pyro.param("down", torch.tensor(1_000.0), constraint=constraints.positive)
        places.append([float(up.detach()), float(down.detach())])
        pyro.sample("f", dist.Beta(up, down))

    losses = train(model, narrow, data, steps=steps)
    narrow(data)
    return {"losses": losses, "places": places}


def gradients(elbo, alpha_q, beta_q, data):
    """The gradient of elbo's sum with respect to both of its parameters, None where nothing flows back."""
    alpha_q, beta_q = alpha_q.clone().requires_grad_(), beta_q.clone().requires_grad_()
    total = elbo(alpha_q, beta_q, data).sum()
    if not total.requires_grad:
        return None
    return list(torch.autograd.grad(total, [alpha_q, beta_q], allow_unused=True))


def believer(data):
    """A prior that leans far to the tails."""
    f = pyro.sample("f", dist.Beta(2.0, 11.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


def undecided(data):
    """A flat prior: the highest point is the MLE."""
    f = pyro.sample("f", dist.Uniform(0.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


def leftovers(point, program, data):
    """Call point in a store with something in it, and say what of that is still there afterwards."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    found = point(program, data)
    return {"found": found, "store": sorted(pyro.get_param_store().keys())}
