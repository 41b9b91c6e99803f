"""How the graders of before_1 call a student's functions: what came back, and what became of the arguments."""

import torch


def kept(function, *arguments):
    """What the function returned, and its arguments as they are afterwards."""
    returned = function(*arguments)
    return [returned, list(arguments)]


def facts(draw, tables, names, order, n):
    """What does not depend on luck: whether the same seed and another one give the same rows, and how many differ."""
    first, other, again = (draw(tables, names, order, n, seed).tolist() for seed in (1, 2, 1))
    return {"same": first == again, "other": first == other, "several": len(set(map(tuple, first))) > 1}


def habits(draw):
    """What luck has no part in: whether two coins always fall alike, and whether a rare side comes every other time."""
    fair, rare = torch.tensor([0.5, 0.5]), torch.tensor([0.99, 0.01])
    both = draw([fair, torch.stack([fair, fair])], ["a", "b"], ["a", "b"], 60, 1).tolist()
    seldom = draw([rare], ["a"], ["a"], 60, 1).tolist()
    return {"alike": all(a == b for a, b in both), "even": sum(a for [a] in seldom) > 15}
