"""Hidden graders of before_1, joint, marginal, conditional: tables of one to five variables, and draws from a chain.

The truth is summed here in float64. Sizes differ, and orders are no exchange of two: an order that is turned the wrong
way round gives another table, mostly of another shape.
"""

import itertools

import torch

from autograder import expect, probes

LETTERS = "abcde"


class World:
    """A joint distribution of variables with odd names."""

    def __init__(self, variant, *sizes, impossible=()):
        """``impossible`` has index tuples, with slices, of what never happens."""
        table = variant.uniform(0.3, 1.2, *sizes).double() ** 3
        for index in impossible:
            table[index] = 0.0
        self.joint = (table / table.sum()).float()
        self.names = [f"{letter}{variant.integer(10, 99)}" for letter in LETTERS[: len(sizes)]]

    def marginal(self, keep):
        """Float64, dims in the order of keep."""
        dims = [self.names.index(name) for name in keep]
        return torch.einsum(self.joint.double(), list(range(self.joint.dim())), dims)

    def conditional_table(self, of, given):
        """Float64, dims of and given; NaN where what is given never happens."""
        return self.marginal([*of, *given]) / self.marginal(given)

    def chain(self, order):
        """The factors in this order, float64."""
        return [self.conditional_table([name], order[:k]) for k, name in enumerate(order)]

    def picked(self, *places):
        return [self.names[place] for place in places]


def worlds(variant):
    """One, two equal, three and five variables; one of the five has a single value."""
    return [World(variant, *sizes) for sizes in ((5,), (3, 3), (3, 2, 4), (2, 4, 1, 3, 5))]


def kept(fn, *arguments):
    """A step that calls a function and shows its arguments afterwards."""
    return probes.call(probes.Prop("before_1", "kept"), (probes.Name(fn), *arguments))


def unchanged(after, arguments, fn):
    """The arguments of a call, afterwards, are what they were."""
    for got, want in zip(after, arguments, strict=True):
        what = f"an argument of {fn}, after the call,"
        if isinstance(want, torch.Tensor):
            expect.shape(got, want.shape, what, code="argument")
            expect.close(got, want, what, code="argument")
        elif want and isinstance(want[0] if isinstance(want, list) else None, torch.Tensor):
            expect.that(len(got) == len(want), f"{fn} has changed the list that it was given.", code="argument")
            unchanged(got, want, fn)
        else:
            expect.equal(got, want, what, code="argument")


def tables(got, wanted, what, code):
    """A table of probabilities as it must be; the smallest entries count too."""
    expect.shape(got, wanted.shape, what, code=code)
    expect.close(got, wanted, what, rtol=1e-4, atol=1e-6, code=code)


def listed(names):
    return ", ".join(names) or "no variable"


def test_marginal_table(student, variant):
    """marginal for tables of one to five variables and several lists to keep; a name that nobody knows."""
    one, square, three, five = worlds(variant)
    cases = [(one, [0]), (one, []), (square, [1]), (square, [0]), (square, [1, 0])]
    cases += [(three, [1, 2, 0]), (three, [2, 0]), (three, [1]), (three, [0, 1, 2])]
    cases += [(five, [4, 2, 0]), (five, [3, 0, 4, 1, 2]), (five, [2]), (five, [])]
    calls = [(world.joint, world.names, world.picked(*places)) for world, places in cases]
    got = student.sequence(*(kept("marginal", *call) for call in calls))
    stranger = f"x{variant.integer(10, 99)}"
    error = student.error("marginal", (three.joint, three.names, [three.names[0], stranger]))

    for (returned, after), call, (world, _) in zip(got, calls, cases, strict=True):
        joint, _, keep = call
        what = f"the marginal of {listed(keep)} from a table of shape {list(joint.shape)}"
        tables(returned, world.marginal(keep), what, "marginal")
        unchanged(after, call, "marginal")
    what = "marginal with a name in keep that is not in names"
    expect.raised(error, "ValueError", what, mentions=[stranger], code="stranger")


def test_conditional_slice(student, variant):
    """conditional for tables of one to five variables, given nothing, something and everything, and the impossible."""
    one, _, three, five = worlds(variant)
    never = World(variant, 3, 2, 4, impossible=[(2, slice(None), 1)])
    cases = [(one, {}), (one, {0: 3}), (three, {1: 0}), (three, {2: 3, 0: 1}), (three, {0: 0, 2: 2, 1: 1}), (three, {})]
    cases += [(three, {0: 2}), (five, {4: 3}), (five, {3: 0, 1: 2}), (five, {2: 0})]
    cases += [(never, {0: 2}), (never, {2: 1, 1: 0})]
    calls = [
        (world.joint, world.names, {world.names[place]: value for place, value in given.items()})
        for world, given in cases
    ]
    got = student.sequence(*(kept("conditional", *call) for call in calls))
    impossible = {never.names[2]: 1, never.names[0]: 2}
    error = student.error("conditional", (never.joint, never.names, impossible))

    for (returned, after), call in zip(got, calls, strict=True):
        joint, names, given = call
        part = joint.double()[tuple(given.get(name, slice(None)) for name in names)]
        what = f"what conditional returned for {len(names)} variables of which {len(given)} are given"
        tables(returned, part / part.sum(), what, "conditional")
        unchanged(after, call, "conditional")
    what = "conditional for what never happens"
    expect.raised(error, "ValueError", what, mentions=list(impossible), code="never")


def test_conditional_all(student, variant):
    """conditional_table with one variable and several on both sides of the bar, some in neither, some never seen."""
    one, square, three, five = worlds(variant)
    never = World(variant, 3, 2, 4, impossible=[(2, slice(None), 1), (0, slice(None), 3)])
    cases = [(one, [0], []), (square, [1], [0]), (square, [0], [1]), (three, [2], [0]), (three, [1, 0], [2])]
    cases += [(three, [1], [2, 0]), (three, [2, 0, 1], []), (five, [4, 0], [3, 1]), (five, [1], [4, 2, 0])]
    cases += [(five, [3], []), (never, [1], [2, 0]), (never, [2], [0]), (never, [0], [1, 2])]
    calls = [(world.joint, world.names, world.picked(*of), world.picked(*given)) for world, of, given in cases]
    got = student.sequence(*(kept("conditional_table", *call) for call in calls))

    for (returned, after), call, (world, _, _) in zip(got, calls, cases, strict=True):
        joint, _, of, given = call
        what = f"p({listed(of)} | {listed(given)}) from a table of shape {list(joint.shape)}"
        tables(returned, world.conditional_table(of, given), what, "conditional_table")
        unchanged(after, call, "conditional_table")


def test_factor_tables(student, variant):
    """factors for tables of one to five variables, in several orders, and where something never happens."""
    one, square, three, five = worlds(variant)
    never = World(variant, 3, 2, 4, impossible=[(2, slice(None), 1)])
    cases = [(one, [0]), (square, [1, 0]), (three, [2, 0, 1]), (three, [0, 1, 2]), (five, [3, 0, 4, 1, 2])]
    cases.append((never, [2, 0, 1]))
    calls = [(world.joint, world.names, world.picked(*order)) for world, order in cases]
    got = student.sequence(*(kept("factors", *call) for call in calls))

    for (returned, after), call, (world, _) in zip(got, calls, cases, strict=True):
        joint, _, order = call
        of = f"a table of shape {list(joint.shape)} in the order {listed(order)}"
        expect.length(returned, len(order), f"what factors returned for {of}", code="list")
        for k, (table, wanted) in enumerate(zip(returned, world.chain(order), strict=True)):
            what = f"the factor p({order[k]} | {listed(order[:k])}) of {of}"
            tables(table, wanted, what, "factor")
        unchanged(after, call, "factors")


def test_product_table(student, variant):
    """product for the grader's own factors of one to five variables, in several orders, with NaN and without."""
    one, square, three, five = worlds(variant)
    never = World(variant, 3, 2, 4, impossible=[(2, slice(None), 1), (0,)])
    cases = [(one, [0]), (square, [1, 0]), (three, [2, 0, 1]), (three, [0, 1, 2]), (five, [3, 0, 4, 1, 2])]
    cases += [(never, [2, 0, 1]), (never, [0, 2, 1])]
    calls = []
    for world, places in cases:
        order = world.picked(*places)
        calls.append(([table.float() for table in world.chain(order)], world.names, order))
    got = student.sequence(*(kept("product", *call) for call in calls))

    for (returned, after), call, (world, _) in zip(got, calls, cases, strict=True):
        _, names, order = call
        what = f"the product of {len(order)} factors in the order {listed(order)}, dims {listed(names)},"
        tables(returned, world.marginal(names), what, "product")
        unchanged(after, call, "product")


def puzzle(variant):
    """A chain of four variables of which the second and the last follow from those before: (tables, names, order)."""
    names = World(variant, 3, 4, 2, 5).names
    shift, step = variant.integer(1, 3), variant.integer(1, 4)
    first = torch.tensor([0.3, 0.3, 0.4])
    second = torch.zeros(4, 3)
    third = torch.full((2, 3, 4), torch.nan)
    fourth = torch.full((5, 3, 4, 2), torch.nan)
    for a in range(3):
        b = (a + shift) % 4
        second[b, a] = 1.0
        third[:, a, b] = torch.tensor([0.4, 0.6])
        for c in range(2):
            fourth[:, a, b, c] = 0.0
            fourth[(step * a + b + 2 * c) % 5, a, b, c] = 1.0
    order = [names[place] for place in (2, 0, 3, 1)]
    return [first, second, third, fourth], names, order, shift, step


def settled(variant):
    """A chain of three variables in which nothing is left to chance, and its one row: (tables, names, order, row)."""
    sizes, values = (3, 2, 4), (variant.integer(1, 2), 1, variant.integer(2, 3))
    chain, earlier = [], ()
    for size, value in zip(sizes, values, strict=True):
        table = torch.full((size, *sizes[: len(earlier)]), torch.nan)
        for place in range(size):
            table[(place, *earlier)] = float(place == value)
        chain.append(table)
        earlier += (value,)
    names = World(variant, *sizes).names
    return chain, names, [names[place] for place in (1, 2, 0)], [values[2], values[0], values[1]]


def whole_rows(rows, n, sizes, what):
    """Rows of whole numbers, each a value that its variable has. Gives them as a tensor."""
    expect.shape(rows, (n, len(sizes)), what, code="rows")
    rows = torch.as_tensor(rows)
    expect.that(rows.dtype == torch.int64, f"{what} are not whole numbers of the type torch.int64.", code="type")
    inside = bool(((rows >= 0) & (rows < torch.tensor(sizes))).all())
    expect.that(inside, f"{what} have a number that is no value of its variable.", code="range")
    return rows


def test_draw_rows(student, variant):
    """draw where a variable follows from those before it: kinds, columns, and the same seed after other draws."""
    chain, names, order, shift, step = puzzle(variant)
    sure, sure_names, sure_order, row = settled(variant)
    n, seed = variant.integer(50, 70), variant.integer(1, 1000)

    def runs(how_many, seed):
        return probes.call("draw", (chain, names, order, how_many, seed), stochastic=True)

    certain = kept("draw", sure, sure_names, sure_order, 3, seed)
    (same, after), first, other, again, one = student.sequence(
        certain, runs(n, seed), runs(n, seed + 1), runs(n, seed), runs(1, seed)
    )
    [later] = student.sequence(runs(n, seed), seed=variant.seed + 1)
    arguments = (probes.Name("draw"), chain, names, order, n)
    student.call(probes.Prop("before_1", "facts"), arguments)  # tells mistakes apart

    what = "the rows that draw returned where nothing is left to chance"
    rows = whole_rows(same, 3, (4, 3, 2), what)
    expect.that(rows.tolist() == [row] * 3, f"{what} are not what the factors say.", code="sure")
    unchanged(after, (sure, sure_names, sure_order, 3, seed), "draw")
    what = f"the rows that draw returned for {n} runs of four variables"
    sizes = (4, 5, 3, 2)  # the names stand in another order than the variables are drawn
    rows = whole_rows(first, n, sizes, what)
    for second, fourth, first_value, third in rows.tolist():
        follows = second == (first_value + shift) % 4 and fourth == (step * first_value + second + 2 * third) % 5
        expect.that(follows, f"{what} have one that the factors say never happens.", code="follows")
    expect.that(len(set(rows[:, 2].tolist())) > 1, f"{what} all have the same first variable.", code="one run")
    for name, more in (("in the same process", again), ("after other draws", later)):
        what = f"the rows of draw for the same seed once more, {name},"
        expect.that(torch.equal(whole_rows(more, n, sizes, what), rows), f"{what} are other ones.", code="same seed")
    fresh = not torch.equal(whole_rows(other, n, sizes, "the rows of draw for another seed"), rows)
    expect.that(fresh, "draw returned the same rows for two seeds.", code="other seed")
    whole_rows(one, 1, sizes, "what draw returned for a single run")


def leaning(variant):
    """A chain of three variables in which every column leans to one value, another one for each: (tables, order)."""
    sizes, shift = (3, 2, 4), variant.integer(0, 3)
    chain = []
    for k, size in enumerate(sizes):
        table = torch.zeros(size, *sizes[:k])
        for earlier in itertools.product(*map(range, sizes[:k])):
            column = torch.full((size,), 0.25 / (size - 1))
            column[(sum(earlier) + shift + k) % size] = 0.75
            table[(slice(None), *earlier)] = column
        chain.append(table)
    return chain


def test_draw_law(student, variant, tries):
    """Three thousand runs of a chain of three variables, counted: each outcome as often as its probability says."""
    chain, n = leaning(variant), 3000
    names = World(variant, 4, 3, 2).names
    order = [names[place] for place in (1, 2, 0)]
    joint = torch.einsum("a,ba,cab->cab", *[table.double() for table in chain])
    student.call(probes.Prop("before_1", "habits"), (probes.Name("draw"),))  # tells mistakes apart

    for attempt in tries:
        with attempt as seed:
            rows = student.call("draw", (chain, names, order, n, seed), seed=seed, limit=30.0, stochastic=True)
            rows = whole_rows(rows, n, (4, 3, 2), f"the rows that draw returned for {n} runs")
            place = (rows * torch.tensor([6, 2, 1])).sum(1)
            share = torch.bincount(place, minlength=24).double().reshape(4, 3, 2) / n
            off = float((share - joint).abs().max())
            expect.that(off < 0.045, "An outcome comes more or less often than the factors say.", code="share")
