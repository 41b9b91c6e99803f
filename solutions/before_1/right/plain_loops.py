# ---
# title: Every outcome visited by a loop, probabilities added up one by one
# ---

# %% grade_id="marginal"
import itertools
import random


def outcomes(sizes):
    return itertools.product(*[range(size) for size in sizes])


def marginal(joint, names, keep):
    places = [names.index(name) for name in keep]
    table = torch.zeros([joint.shape[place] for place in places])
    for outcome in outcomes(joint.shape):
        table[tuple(outcome[place] for place in places)] += joint[outcome]
    return table


# %% grade_id="conditional"
def conditional(joint, names, given):
    others = [name for name in names if name not in given]
    table = torch.zeros([joint.shape[names.index(name)] for name in others])
    total = 0.0
    for outcome in outcomes(joint.shape):
        world = dict(zip(names, outcome, strict=True))
        if all(world[name] == value for name, value in given.items()):
            table[tuple(world[name] for name in others)] = joint[outcome]
            total = total + joint[outcome].item()
    if total == 0.0:
        raise ValueError("probability 0: " + ", ".join(given))
    return table / total


# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    both = marginal(joint, names, of + given)
    table = torch.full(both.shape, float("nan"))
    for case in outcomes(both.shape[len(of) :]):
        chances = both[(..., *case)]
        if chances.sum() > 0:
            table[(..., *case)] = chances / chances.sum()
    return table


# %% grade_id="factors"
def factors(joint, names, order):
    chain = []
    before = []
    for name in order:
        chain.append(conditional_table(joint, names, [name], before))
        before = [*before, name]
    return chain


# %% grade_id="product"
def product(tables, names, order):
    sizes = {name: len(table) for name, table in zip(order, tables, strict=True)}
    joint = torch.zeros([sizes[name] for name in names])
    for outcome in outcomes(joint.shape):
        world = dict(zip(names, outcome, strict=True))
        chance = 1.0
        for k, table in enumerate(tables):
            if chance > 0.0:
                chance *= table[tuple(world[name] for name in [order[k], *order[:k]])].item()
        joint[outcome] = chance
    return joint


# %% grade_id="draw"
def draw(tables, names, order, n, seed):
    luck = random.Random(seed)
    runs = torch.zeros(n, len(names), dtype=torch.int64)
    for i in range(n):
        world = {}
        for k, name in enumerate(order):
            column = tables[k]
            for earlier in order[:k]:
                column = column[:, world[earlier]]
            chances = column.tolist()
            world[name] = luck.choices(range(len(chances)), chances)[0]
        for j, name in enumerate(names):
            runs[i, j] = world[name]
    return runs
