"""What the graders of beyond_5 hand to the student's estimators: log joints, guides, and calls that note the draws."""

import pyro
import pyro.distributions as dist
import torch
from pyro.infer import TraceGraph_ELBO

# From params [..., P] to a guide with the batch shape [...].
FAMILIES = {
    "beta": lambda params: dist.Beta(params[..., 0], params[..., 1]),
    "normal": lambda params: dist.Normal(params[..., 0], params[..., 1].exp()),
    "lognormal": lambda params: dist.LogNormal(params[..., 0], params[..., 1].exp()),
    "bernoulli": lambda params: dist.Bernoulli(logits=params[..., 0]),
    "categorical": lambda params: dist.Categorical(logits=params),
}
# From numbers and draws of any shape to a log joint of that shape.
LOG_JOINTS = {
    "beta": lambda numbers, z: numbers[0] + numbers[1] * z.log() + numbers[2] * (-z).log1p(),
    "normal": lambda numbers, z: numbers[0] - numbers[1] * (z - numbers[2]) ** 2 - torch.nn.functional.softplus(z),
    "lognormal": lambda numbers, z: numbers[0] + numbers[1] * z.log() - numbers[2] * z,
    "bernoulli": lambda numbers, z: numbers[0] + numbers[1] * z,
    "categorical": lambda numbers, z: numbers[z.long()],
}


def noted(estimator, kind, numbers, params, n):
    """Two calls of an estimator: the rows it gave, the draws that it asked the log joint about, and its params."""
    found = {"rows": [], "draws": []}
    kept = params.clone()
    for _ in range(2):
        asked = []

        def log_joint(z, asked=asked):
            asked.append(torch.as_tensor(z).detach().clone().reshape(-1).float())
            return LOG_JOINTS[kind](numbers, z)

        found["rows"].append(estimator(log_joint, FAMILIES[kind], params, n))
        found["draws"].append(torch.cat(asked) if asked else torch.zeros(0))
    return found | {"same_params": torch.equal(kept, params.detach()) and params.grad is None}


def drawn(estimator, kind, numbers, params, n):
    """What an estimator gives for n draws."""
    return estimator(lambda z: LOG_JOINTS[kind](numbers, z), FAMILIES[kind], params, n)


def switch_slope(exact_gradient, off, on, logit):
    """exact_gradient for a switch whose two log joints are these."""
    return exact_gradient(lambda z: torch.as_tensor(z) * (on - off) + off, logit)


def summed_up(spread, rows):
    """spread of an estimator that gives these rows, and the numbers of draws that it was asked for."""
    asked = []

    def estimator(n):
        asked.append(int(n))
        return rows[: int(n)]

    return {"said": spread(estimator, len(rows)), "asked": asked}


def too_few(spread):
    """spread for a single draw."""
    return spread(lambda n: torch.ones(int(n), 2), 1)


def packet(data):
    """old ~ Bernoulli(1/3); each seed comes up with probability 0.9 or, from an old packet, 0.35."""
    old = pyro.sample("old", dist.Bernoulli(1.0 / 3.0))
    with pyro.plate("seeds", len(data)):
        pyro.sample("up", dist.Bernoulli(0.9 - 0.55 * old), obs=data)


def trembles(guide, data, logit, steps):
    """The slopes [steps] of the loss of TraceGraph_ELBO, in steps that do not move the logit."""
    pyro.clear_param_store()
    guide(data)
    with torch.no_grad():
        pyro.param("logit").fill_(logit)
    elbo, slopes = TraceGraph_ELBO(), []
    with pyro.validation_enabled(False):  # what it checks takes half of the time, and was checked in the first run
        for _ in range(steps):
            elbo.loss_and_grads(packet, guide, data)
            knob = pyro.param("logit").unconstrained()
            slopes.append(knob.grad.reshape(()).clone())
            knob.grad = None
    return torch.stack(slopes)
