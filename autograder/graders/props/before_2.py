"""Programs for rejection sampling, and how the graders of before_2 call a student's functions."""

import torch


def kept(function, *arguments):
    """What the function returned, and its arguments as they are afterwards."""
    returned = function(*arguments)
    return [returned, list(arguments)]


def chances(how_many, luck):
    """So many numbers between 0 and 1."""
    return torch.rand(how_many, generator=luck).tolist()


def coins(luck):
    """Three coins; the second and the third lean to what came before."""
    one, two, three = chances(3, luck)
    a = one < 0.4
    b = two < (0.8 if a else 0.3)
    c = three < (0.9 if b else 0.25)
    return {"a": a, "b": b, "c": c}


def branching(luck):
    """A ticket, and a prize only for those who have one."""
    ticket, prize = torch.randint(0, 3, (2,), generator=luck).tolist()
    return {"ticket": ticket, "prize": prize} if ticket > 0 else {"ticket": ticket}


def unknown(luck):
    """A chance that nobody knows, and two flips with it."""
    theta, one, two = chances(3, luck)
    return {"theta": theta, "one": one < theta, "two": two < theta}
