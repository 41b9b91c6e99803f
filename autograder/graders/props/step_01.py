"""What the graders of step_01 run: draw, with a note of what sample sites gave; the way from mu to the log density."""

import pyro
import torch
from pyro import poutine
from pyro.poutine.messenger import Messenger


class Notes(Messenger):
    """Writes down what is drawn at sample sites while it is in force, whatever their names."""

    def __init__(self):
        super().__init__()
        self.drawn = []

    def _pyro_post_sample(self, msg):
        self.drawn += msg["value"].detach().reshape(-1).tolist()


def watch(draw, n):
    """Call draw(n); give the numbers that it returned and those that sample sites gave meanwhile."""
    with Notes() as notes:
        answer = draw(n)
        numbers = [float(number) for number in answer] if hasattr(answer, "__iter__") else []
    return {"returned": numbers, "drawn": notes.drawn}


def count(draw, n):
    """How many numbers draw(n) returns, and how many sample sites give meanwhile."""
    return {name: len(numbers) for name, numbers in watch(draw, n).items()}


def slope(model, y):
    """The slope of the log density of a run with y held fixed, as mu moves; None where mu has no part in it."""
    total = poutine.trace(poutine.condition(model, data={"y": torch.as_tensor(y)})).get_trace().log_prob_sum()
    if "mu" not in pyro.get_param_store() or not (torch.is_tensor(total) and total.requires_grad):
        return None
    (found,) = torch.autograd.grad(total, pyro.param("mu").unconstrained(), allow_unused=True)
    return None if found is None else found.item()
