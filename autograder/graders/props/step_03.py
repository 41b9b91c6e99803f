"""What the graders of step_03 ask about the way from a param to the log density."""

import pyro
import torch
from pyro import poutine


def slope(model, data):
    """The slope of the log density of a run with data, as mu moves; None where mu has no part in it."""
    total = poutine.trace(model).get_trace(data).log_prob_sum()
    if "mu" not in pyro.get_param_store() or not (torch.is_tensor(total) and total.requires_grad):
        return None
    (found,) = torch.autograd.grad(total, pyro.param("mu").unconstrained(), allow_unused=True)
    return None if found is None else found.item()
