"""Hidden graders of before_2, Bayesian inference: flips with Beta priors in closed form, grids of uneven distances.

Where the grid is fine the truth is a Beta distribution's; elsewhere it is the trapezoid rule in float64. Heads and
tails differ in number, priors lean, and MLE, MAP and mean are three numbers on every variant.
"""

import math

import torch
from torch.distributions import Beta

from autograder import expect, probes

DOUBLE = torch.float64


def kept(fn, *arguments):
    """A step that calls a function and shows its arguments afterwards."""
    return probes.call(probes.Prop("before_2", "kept"), (probes.Name(fn), *arguments))


def unchanged(after, arguments, fn):
    """The tensors among the arguments of a call are what they were."""
    for got, want in zip(after, arguments, strict=True):
        if isinstance(want, torch.Tensor):
            what = f"an argument of {fn}, after the call,"
            expect.shape(got, want.shape, what, code="argument")
            expect.close(got, want, what, code="argument")


def flips(theta, heads, tails):
    """The log likelihood of flips, float64."""
    theta = theta.double()
    return torch.xlogy(heads, theta) + torch.xlogy(tails, 1 - theta)


def even(points):
    return torch.linspace(0.0, 1.0, points, dtype=DOUBLE)


def uneven(variant, points):
    """Rising points between 0.02 and 0.98, most of them in the left half."""
    inside = variant.uniform(0.05, 0.95, points - 2).double() ** 2
    return torch.cat([torch.tensor([0.02], dtype=DOUBLE), 0.03 + 0.94 * inside.sort().values, torch.tensor([0.98])])


def test_log_likelihood_values(student, variant):
    """log_likelihood for tensors of three shapes, at the edges 0 and 1 as well, for few flips and for thousands."""
    line = torch.cat([torch.tensor([0.0, 1.0], dtype=DOUBLE), variant.uniform(0.1, 0.9, 5).double()])
    table, point = variant.uniform(0.1, 0.9, 3, 2).double(), torch.tensor(variant.uniform(0.6, 0.9), dtype=DOUBLE)
    heads, tails = variant.integer(5, 9), variant.integer(2, 4)
    many = variant.integer(6000, 7000)
    cases = [(line, heads, tails), (line, heads, 0), (line, 0, tails), (line, 0, 0), (table, heads, tails)]
    cases += [(point, tails, heads), (table, many, 10_000 - many)]
    got = student.sequence(*(kept("log_likelihood", *case) for case in cases))

    for (returned, after), case in zip(got, cases, strict=True):
        theta, heads, tails = case
        what = f"log_likelihood for {heads} heads, {tails} tails and theta of shape {list(theta.shape)}"
        expect.shape(returned, theta.shape, what, code="log_likelihood")
        expect.close(returned, flips(theta, heads, tails), what, rtol=1e-5, code="log_likelihood")
        unchanged(after, case, "log_likelihood")


def trapezoids(log_prior, log_lik, grid):
    """Density and log evidence by the trapezoid rule."""
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    area = torch.trapezoid((log_joint - highest).exp(), grid)
    return (log_joint - highest).exp() / area, (highest + area.log()).item()


def exactly(a, b, heads, tails, grid):
    """Density and log evidence of flips under a Beta prior, in closed form."""

    def log_beta(a, b):
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    log_evidence = log_beta(a + heads, b + tails) - log_beta(a, b)
    log_density = flips(grid, a + heads - 1, b + tails - 1) - log_beta(a + heads, b + tails)
    return log_density.exp(), log_evidence


def test_posterior_grid(student, variant):
    """grid_posterior for caps and others: fine and uneven grids, priors with 0 in them, likelihoods beyond exp."""
    fine, coarse = even(2001), uneven(variant, 24)
    a, b = float(variant.integer(2, 3)), float(variant.integer(4, 6))
    heads, tails = variant.integer(6, 9), variant.integer(2, 4)
    many = variant.integer(6000, 6500)
    loc, width = variant.uniform(0.3, 0.6), variant.uniform(0.1, 0.2)
    tall = 900.0 - 0.5 * ((coarse - loc) / width) ** 2
    half = torch.where(fine < 0.5, -math.inf, math.log(2.0)).double()
    two = torch.tensor([0.2, 0.7], dtype=DOUBLE)
    cases, wanted = [], []
    for h, t in ((heads, tails), (many, 10_000 - many)):
        cases.append((Beta(a, b).log_prob(fine), flips(fine, h, t), fine))
        wanted.append(exactly(a, b, h, t, fine))
    for grid, log_prior, log_lik in (
        (coarse, Beta(a, b).log_prob(coarse), flips(coarse, heads, tails)),
        (coarse, Beta(b, a).log_prob(coarse), tall),
        (fine, half, flips(fine, tails, heads)),
        (two, Beta(a, b).log_prob(two), flips(two, heads, tails)),
    ):
        cases.append((log_prior, log_lik, grid))
        wanted.append(trapezoids(log_prior, log_lik, grid))
    got = student.sequence(*(kept("grid_posterior", *case) for case in cases))
    other_half = torch.where(fine < 0.5, 0.0, -math.inf).double()
    error = student.error("grid_posterior", (half, other_half, fine))

    for (returned, after), case, (density, log_evidence) in zip(got, cases, wanted, strict=True):
        what = f"what grid_posterior returned for a grid of {len(case[2])} points"
        expect.length(returned, 2, f"{what}, a density and a number,", code="pair")
        expect.shape(returned[0], density.shape, f"the density in {what}", code="density")
        expect.close(returned[0], density, f"the density in {what}", rtol=1e-3, atol=1e-3, code="density")
        expect.number(returned[1], f"the log evidence in {what}", code="evidence")
        expect.close(returned[1], log_evidence, f"the log evidence in {what}", rtol=0.0, atol=1e-3, code="evidence")
        unchanged(after, case, "grid_posterior")
    what = "grid_posterior where no point is possible"
    expect.raised(error, "ValueError", what, mentions=["evidence"], code="impossible")


def beliefs(variant):
    """Priors and likelihoods on fine and uneven grids, few flips and thousands: (log prior, log likelihood, grid)."""
    fine, coarse = even(1501), uneven(variant, 24)
    a, b = variant.uniform(1.6, 2.4), variant.uniform(5.0, 7.0)
    heads, tails, many = variant.integer(6, 9), variant.integer(2, 3), variant.integer(6000, 6500)
    return [
        (Beta(a, b).log_prob(fine), flips(fine, heads, tails), fine),
        (Beta(a, b).log_prob(coarse), flips(coarse, heads, tails), coarse),
        (Beta(a, b).log_prob(fine), flips(fine, many, 10_000 - many), fine),
        (Beta(a, b).log_prob(coarse), flips(coarse, tails, heads), coarse),
    ]


def on_top(found, log_heights, grid, what):
    """A number is a point of the grid, and nowhere on it is the curve higher."""
    expect.number(found, what, code=what[:12])
    place = (grid - found).abs().argmin()
    expect.that(abs(grid[place].item() - found) < 1e-6, f"{what} is no point of the grid.", code="no point")
    highest = log_heights[place] > log_heights.max() - 1e-6
    expect.that(bool(highest), f"{what} is not where the curve is highest.", code="not highest")


def test_two_tops(student, variant):
    """mle and map_estimate for leaning priors, on fine and uneven grids, for few flips and for thousands."""
    cases = beliefs(variant)
    steps = [kept("mle", log_lik, grid) for _, log_lik, grid in cases] + [kept("map_estimate", *case) for case in cases]
    got = student.sequence(*steps)

    for (returned, after), (_, log_lik, grid) in zip(got[: len(cases)], cases, strict=True):
        on_top(returned, log_lik, grid, f"what mle returned for a grid of {len(grid)} points")
        unchanged(after, (log_lik, grid), "mle")
    for (returned, after), case in zip(got[len(cases) :], cases, strict=True):
        log_prior, log_lik, grid = case
        on_top(returned, log_prior + log_lik, grid, f"what map_estimate returned for a grid of {len(grid)} points")
        unchanged(after, case, "map_estimate")


def test_mean_value(student, variant):
    """posterior_mean for leaning priors, on fine and uneven grids, for few flips and for thousands."""
    cases = beliefs(variant)
    got = student.sequence(*(kept("posterior_mean", *case) for case in cases))

    for (returned, after), case in zip(got, cases, strict=True):
        grid = case[2]
        what = f"what posterior_mean returned for a grid of {len(grid)} points"
        expect.number(returned, what, code="mean")
        mean = torch.trapezoid(grid * trapezoids(*case)[0], grid)
        expect.close(returned, mean, what, rtol=1e-4, atol=1e-5, code="mean")
        unchanged(after, case, "posterior_mean")


def test_predict_values(student, variant):
    """predict for the densities of caps, on fine and uneven grids, and for no flip, one flip and many."""
    cases = [
        (trapezoids(*belief)[0], belief[2], n)
        for belief, n in zip(beliefs(variant), (variant.integer(5, 7), variant.integer(3, 4), 1, 0), strict=True)
    ]
    got = student.sequence(*(kept("predict", *case) for case in cases))

    for (returned, after), case in zip(got, cases, strict=True):
        density, grid, n = case
        terms = [grid**k * (1 - grid) ** (n - k) * math.comb(n, k) for k in range(n + 1)]
        wanted = torch.trapezoid(torch.stack(terms) * density, grid)
        what = f"what predict returned for {n} flips and a grid of {len(grid)} points"
        expect.shape(returned, (n + 1,), what, code="predict")
        expect.close(returned, wanted, what, rtol=1e-4, atol=1e-5, code="predict")
        unchanged(after, case, "predict")


def test_reject_runs(both, variant):
    """reject for three programs of the grader's, one of them with a branch: which runs are left, in which order."""
    n, seed = variant.integer(150, 200), variant.integer(1, 10_000)
    cases = [("coins", {}), ("coins", {"c": True}), ("coins", {"c": False, "a": True}), ("coins", {"b": False})]
    cases += [("branching", {"prize": 0}), ("branching", {"ticket": 0}), ("branching", {"prize": 2, "ticket": 1})]
    cases += [("unknown", {"one": True, "two": False}), ("coins", {"d": True})]
    calls = [(probes.Prop("before_2", name), evidence, n, seed) for name, evidence in cases]
    coins = probes.Prop("before_2", "coins")
    calls += [(coins, {}, 0, seed), (coins, {"a": True}, n, seed + 1)]
    got, want = both.sequence(*(kept("reject", *call) for call in calls))

    for (returned, after), (wanted, _), (program, evidence, runs, _) in zip(got, want, calls, strict=True):
        what = f"what reject returned for {runs} runs of a program and {len(evidence)} things seen"
        expect.length(returned, len(wanted), what, code=program.name)
        expect.equal(returned, wanted, what, code=program.name)
        expect.equal(after[1], evidence, "the evidence that reject was given, after the call,", code="argument")


def test_see_do(student, variant):
    """seeing_and_doing for things with one value to five, some of which are never seen."""

    def rows(*shape):
        table = variant.uniform(0.2, 1.2, *shape).double() ** 2
        return table / table.sum(-1, keepdim=True)

    cases = [(rows(2), rows(2, 2)), (rows(3), rows(3, 4)), (rows(4), rows(4, 2)), (rows(1), rows(1, 3))]
    never = rows(3, 5)
    never[:, 1] = 0.0
    cases.append((rows(3), never / never.sum(1, keepdim=True)))
    cases = [(first.float(), second.float()) for first, second in cases]
    got = student.sequence(*(kept("seeing_and_doing", *case) for case in cases))

    for (returned, after), case in zip(got, cases, strict=True):
        first, second = (table.double() for table in case)
        k, m = second.shape
        joint = (first[:, None] * second).T
        what = f"what seeing_and_doing returned for {k} and {m} values"
        expect.length(returned, 2, f"{what}, a pair of tables,", code="pair")
        for word, table, wanted in zip(
            ("seen", "set"), returned, (joint / joint.sum(1, keepdim=True), first.expand(m, k)), strict=True
        ):
            expect.shape(table, (m, k), f"the table for the second being {word} in {what}", code=word)
            expect.close(table, wanted, f"the table for the second being {word} in {what}", atol=1e-5, code=word)
        unchanged(after, case, "seeing_and_doing")
