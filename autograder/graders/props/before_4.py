"""Functions whose slopes the graders of before_4 know, hills whose tops they know, and what becomes of a tensor."""

import torch


def wave(x):
    """A wave that grows."""
    return x * torch.sin(2.0 * x)


def quotient(x):
    """A hump with a long tail, on a plateau."""
    return 40.0 + x / (1.0 + x**2)


def valley(a, c):
    """A valley of curvature c with its lowest point at a."""

    def height(x):
        return 3.0 + c * (x - a) ** 2 / 2.0

    return height


def slope_in_valley(slope, a, c, x):
    """A student's slope in a valley."""
    return slope(valley(a, c), x)


def path_in_valley(descend, a, c, x0, lr, steps):
    """A student's path in a valley."""
    return descend(valley(a, c), x0, lr, steps)


def one_tensor(slope, x, grad):
    """Two slopes at one tensor, one that a gradient is taken of elsewhere, and what has become of it afterwards."""
    plain, watched = torch.tensor(x), torch.tensor(x, requires_grad=True)
    watched.grad = torch.tensor(grad)
    answers = [slope(wave, tensor) for tensor in (plain, plain, watched, watched)]
    return {
        "answers": answers,
        "values": [plain.item(), watched.item()],
        "requires_grad": [plain.requires_grad, watched.requires_grad],
        "no grad": plain.grad is None,
        "grad": watched.grad.item(),
    }


def tables_afterwards(kl_tables, q, p):
    """The two tables after a call."""
    kl_tables(q, p)
    return [q, p]


def with_slopes(elbo, m, s, *others):
    """What an ELBO comes to, as it is; its slopes with respect to m and s; and what was handed to it, afterwards."""
    m, s = torch.tensor(m, requires_grad=True), torch.tensor(s, requires_grad=True)
    value = elbo(m, s, *others)
    slopes = torch.autograd.grad(value, [m, s], allow_unused=True) if value.requires_grad else (None, None)
    return {
        "value": value.detach(),
        "slopes": [0.0 if slope is None else slope.item() for slope in slopes],
        "others": list(others),
    }


def round_hill(a, b):
    """Its top is at m = a, s = b; there is none where s is not positive."""
    return lambda m, s: -((m - a) ** 2) / 3.0 + s.log() - s / b


def long_slope(a, b):
    """Far away it is as steep as near by."""
    return lambda m, s: -torch.nn.functional.softplus(m - a) - torch.nn.functional.softplus(a - m) - (s / b).log() ** 2


def tilted(a, b):
    """Whoever moves in one of the two has to move in the other."""
    return lambda m, s: -((m - a + (s / b).log()) ** 2) - 3.0 * (s / b).log() ** 2


HILLS = {"round": round_hill, "long": long_slope, "tilted": tilted}


def climbed(fit, hill, a, b, *start):
    """Where a student's fit ends on a hill, and the lowest s at which it asked for the height."""
    height, asked = HILLS[hill](a, b), []

    def objective(m, s):
        asked.append(float(s))
        if not asked[-1] > 0.0:
            raise RuntimeError("the objective was asked at an s that is not positive")
        return height(m, s)

    answer = fit(objective, *start)
    return {"answer": answer, "lowest s": min(asked, default=None)}
