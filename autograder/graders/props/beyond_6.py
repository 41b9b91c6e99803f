"""What the graders of beyond_6 hand to the student's functions: a mixture, and calls that count and watch."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import TraceEnum_ELBO


def counted(seat, n, alpha, seeds):
    """How often each evening of n guests came, for this many seeds: the tables as a text to the number."""
    found = {}
    for seed in range(seeds[0], seeds[0] + seeds[1]):
        evening = ",".join(str(int(table)) for table in seat(n, alpha, seed))
        found[evening] = found.get(evening, 0) + 1
    return found


def repeated(seat, n, alpha, seed):
    """The evening of one seed twice, with draws between, and that of the next seed."""
    first = list(seat(n, alpha, seed))
    torch.rand(7)
    return [first, list(seat(n, alpha, seed)), list(seat(n, alpha, seed + 1))]


def slope_of_piece(weights, betas, k):
    """How piece k of a broken stick moves with each share, None where nothing flows back."""
    knob = betas.clone().requires_grad_()
    piece = weights(knob)[k]
    return torch.autograd.grad(piece, knob)[0] if piece.requires_grad else None


def loss_held(model, data, alpha, T, values):
    """The loss of TraceEnum_ELBO for a model in which these values are held, with an empty guide."""
    held = poutine.condition(model, values)
    return TraceEnum_ELBO(max_plate_nesting=1).loss(held, lambda *args: None, data, alpha, T)


def mixture(data, alpha, T):
    """A mixture of T normals on another scale than the lesson's, with scales of their own."""
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(1.0, alpha))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(0.0, 20.0))
        scales = pyro.sample("scales", dist.LogNormal(0.5, 0.7))
    before = torch.cat([torch.ones(1), (1.0 - betas).cumprod(0)])
    logits = before.log() + torch.cat([betas, torch.ones(1)]).log()
    with pyro.plate("data", len(data)):
        z = pyro.sample("z", dist.Categorical(logits=logits), infer={"enumerate": "parallel"})
        pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)


def fitted(fit, data, alpha, T, start):
    """A fit of the grader's mixture with the default number of steps."""
    return fit(mixture, data, alpha, T, start)


def watched(fit, data, alpha, T, start, steps):
    """A short fit in a store with leftovers: what it returned, the store, and what the model was called with."""
    seen = set()

    def noting(data, alpha, T):
        seen.add((len(data), round(float(alpha), 4), int(T)))
        mixture(data, alpha, T)

    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    answer = fit(noting, data, alpha, T, start, steps=steps)
    store = sorted(pyro.get_param_store().keys())
    return {"answer": answer, "store": store, "calls": [list(call) for call in sorted(seen)]}
