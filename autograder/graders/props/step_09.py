"""Functions of one number whose slope the graders of step_09 ask for, and calls that share one tensor."""

import pyro.distributions as dist
import torch


def cubic(x):
    """A curve that bends both ways."""
    return x**3 - 4.0 * x


def wave(x):
    """A wave on a slope."""
    return torch.sin(2.0 * x) + x / 2.0


def growth(x):
    """A curve that gets steeper and steeper, on a high plateau."""
    return torch.exp(x) + 300.0


def log_joint(x):
    """The log joint of a mu and nine mornings."""
    mornings = torch.linspace(-3.0, 7.0, 9, dtype=torch.float64)
    return dist.Normal(0.0, 1.0).log_prob(x) + dist.Normal(x, 2.0).log_prob(mornings).sum()


def one_tensor(grad_log_joint, mu, data):
    """Two calls of grad_log_joint with one and the same tensor, and what has become of the tensor afterwards."""
    mu = torch.tensor(mu)
    answers = [grad_log_joint(mu, data), grad_log_joint(mu, data)]
    return {
        "answers": answers,
        "value": mu.detach(),
        "requires_grad": mu.requires_grad,
        "has_grad": mu.grad is not None,
    }
