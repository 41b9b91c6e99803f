"""What the graders of step_15b ask of the reference alone: the shapes that a distribution has when it is tried out.

No student's process is given this file, which answers what the tasks ask for.
"""

import pyro.distributions as dist
import torch

WORDS = {"zeros": torch.zeros, "ones": torch.ones, "eye": torch.eye} | {
    family: getattr(dist, family)
    for family in ("Normal", "Categorical", "OneHotCategorical", "Dirichlet", "MultivariateNormal", "LKJCholesky")
}


def made(text):
    """The distribution that a text of the grader's describes."""
    return eval(text, dict(WORDS))


def try_out(text, shape):
    """The shapes of the distribution, of a draw, and of the density of that draw."""
    d = made(text)
    draw = d.sample(torch.Size(shape))
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw.shape, "log_prob": d.log_prob(draw).shape}


def evaluate(text, shape):
    """The shape of the density of a value of this shape, whatever its numbers."""
    d = inner = made(text)
    while inner is not None:
        inner._validate_args = False
        inner = getattr(inner, "base_dist", None)
    return d.log_prob(torch.zeros(shape)).shape
