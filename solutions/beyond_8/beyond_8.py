# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Beyond 8 · Rethinking
#
# | | |
# |---|---|
# | **Goal** | Say what an answer is an answer *to*: which space, which interval, which place on the axis, which groups |
# | **Minutes** | 60 |
# | **Prerequisites** | beyond_2, step_14 |
#
# Richard McElreath's book *Statistical Rethinking* teaches statistics as the building of small machines whose every
# screw one has turned oneself. Its examples have wandered through many libraries, Pyro too, and on the way something
# funny happened: the same question, asked of the same nine data, got **three different answers**, all called "the
# quadratic approximation" or "the posterior". None of them is a bug. Each is the right answer to a question of its own.
#
# That is the theme of this lesson. You will find the three, and then four more places at which two people get two
# numbers from the same data, both rightly, because they have asked different things: two intervals, two intercepts, two
# widths, two slopes. Almost everything here can be computed exactly, so nobody has to take anyone's word.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoLaplaceApproximation
from pyro.optim import ClippedAdam
from sklearn.datasets import load_iris, load_linnerud

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
REAL = torch.float64  # exact answers want all the digits

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_globe", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. A globe and nine tosses
#
# How much of the Earth is water? Toss a globe into the air, catch it, and look at what is below your right index
# finger. Nine tosses: **water six times**. With p for the share of water, the number of waters is Binomial(9, p), and to
# begin with every p is as good as any other: a flat prior on the interval from 0 to 1.
#
# The honest way to the posterior is a **grid**: take many values of p, multiply prior and likelihood at each, and divide
# by the sum. The traditional short cut, from when computers were slow, is the **quadratic approximation**: find the top
# of the hill, look at how sharply the log posterior bends there, and pretend that it is a parabola. Then the posterior
# is a normal distribution: its mean is the place of the top, and its variance is minus one over the second derivative
# there.
#
# ## Task 1: a grid and a parabola · 4 points
#
# Write `grid(k, n, size)`: the posterior for k waters in n tosses, on a grid.
#
# - `k`, `n` and `size` are whole numbers, 0 ≤ k ≤ n. **n may be 0**, and it may be 5000; `size` is at least 3.
# - The places are `torch.linspace(0, 1, size)`, both ends included.
# - It returns a tensor [size], float32 or float64: the **probability** of each place. They add up to 1.
#
# Write `quadratic(k, n)`: the quadratic approximation **in p itself**.
#
# - It returns a pair `(mean, sd)` of plain Python floats.
# - For k = 0 and for k = n the top of the hill is at an edge, where nothing is like a parabola: then raise a
#   `ValueError` whose text contains the word `edge`.
#
# <details><summary>Hint 1: nan for k = 0, or for thousands of tosses</summary>
#
# Powers of a small number soon become zero on a computer, so work with logarithms, and take away the largest before you
# go back. But then zero times the logarithm of zero is `nan`, and should be 0. `torch.xlogy(a, b)` is `a * log(b)` with
# that rule.
#
# </details>
#
# <details><summary>Hint 2: the parabola, on paper</summary>
#
# The log posterior is k log p + (n − k) log(1 − p), up to a constant. Its first derivative is zero at the top. What is
# the second one there? It becomes simple once you write it with n and the p of the top.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "globe", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grid(k: int, n: int, size: int) -> torch.Tensor:
    """The posterior of p on torch.linspace(0, 1, size), flat prior: [size], sum 1.

    Example:
        >>> grid(1, 1, 3)
        tensor([0.0000, 0.3333, 0.6667])
    """
    ### BEGIN SOLUTION
    places = torch.linspace(0.0, 1.0, size, dtype=REAL)
    hits, misses = torch.tensor(k, dtype=REAL), torch.tensor(n - k, dtype=REAL)
    joint = torch.xlogy(hits, places) + torch.xlogy(misses, 1.0 - places)
    return torch.softmax(joint, 0)
    ### END SOLUTION


def quadratic(k: int, n: int) -> tuple[float, float]:
    """The mean and the sd of the parabola in p: two Python floats.

    Raises ValueError, with the word edge in its text, for k = 0 and k = n.

    Example:
        >>> quadratic(3, 4)
        (0.75, 0.2165)     # rounded
    """
    ### BEGIN SOLUTION
    if k in (0, n):
        raise ValueError(f"{k} of {n}: the top is at an edge, there is no parabola.")
    top = k / n
    return top, math.sqrt(top * (1.0 - top) / n)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "grid_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The posterior on a grid", also="other tosses and sizes"):
    for k, n, wanted in (
        (1, 1, [0.0, 1 / 3, 2 / 3]),
        (0, 2, [0.8, 0.2, 0.0]),
        (2, 3, [0.0, 1 / 3, 2 / 3, 0.0]),
        (0, 0, [0.25] * 4),
    ):
        told = f"what grid({k}, {n}, {len(wanted)}) returned"
        expect.close(expect.call(grid, (k, n, len(wanted))), wanted, told)
    told = "what grid(2500, 5000, 3) returned"
    expect.close(expect.call(grid, (2500, 5000, 3)), [0.0, 1.0, 0.0], told)

# %% nbgrader={"grade": true, "grade_id": "quadratic_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The parabola in p", also="other tosses"):
    pair = expect.call(quadratic, (3, 4))
    expect.length(pair, 2, "what quadratic(3, 4) returned, a pair,")
    names = ("mean", "sd")
    for number, wanted, name in zip(pair, (0.75, 0.216506), names, strict=True):
        expect.number(number, f"the {name} that quadratic(3, 4) returned")
        expect.close(number, wanted, f"the {name} that quadratic(3, 4) returned")
    for k in (0, 5):
        told = f"quadratic({k}, 5)"
        raised = expect.error(quadratic, (k, 5))
        expect.raised(raised, "ValueError", told, mentions=["edge"])

# %% [markdown]
# A flat prior is Beta(1, 1), and a toss adds 1 to one of its two numbers: the exact posterior is Beta(7, 4). So:

# %%
with expect.when_written("grid", "quadratic"):
    places = torch.linspace(0.0, 1.0, 1001, dtype=REAL)
    on_grid = grid(6, 9, 1001)
    grid_mean = (on_grid * places).sum()
    grid_sd = (on_grid * (places - grid_mean) ** 2).sum().sqrt()
    exact = dist.Beta(7.0, 4.0)
    parabola = quadratic(6, 9)
    print(f"exact, Beta(7, 4):   mean {exact.mean:.4f}, sd {exact.stddev:.4f}")
    print(f"grid of 1001 places: mean {grid_mean:.4f}, sd {grid_sd:.4f}")
    print(f"parabola in p:       mean {parabola[0]:.4f}, sd {parabola[1]:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_laplace", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The grid has it. The parabola is off to the right, since it takes the top of the hill for its middle, and the hill
# leans; and it is too wide.
#
# ## 2. The same parabola, elsewhere
#
# Pyro has the quadratic approximation ready made. It is called after Laplace, `AutoLaplaceApproximation`, and is used
# like any guide:
#
#     guide = AutoLaplaceApproximation(model)
#     ...                                            # SVI: this walks to the top of the hill
#     fitted = guide.laplace_approximation(*args)    # this measures the bend there
#     fitted.get_posterior()                         # the normal distribution, a MultivariateNormal
#
# But a normal distribution reaches from minus infinity to infinity, and p does not. So Pyro walks, measures and fits on
# the **unconstrained** scale: for a p between 0 and 1 that is the logit, u = log(p / (1 − p)). And there the hill is
# another one. A density is per unit of the axis; stretch the axis, and the density gets a factor, the **Jacobian**. For
# the globe, with a flat prior on p, the log posterior *of u* is
#
# $$ (k + 1) \log p + (n - k + 1) \log(1 - p), \qquad p = \frac{1}{1 + e^{-u}} , $$
#
# one more of each than before. Its top is elsewhere, and as a parabola in u it is another distribution. It has to be
# mapped back to p before one may compare.
#
# ## Task 2: Laplace's way · 5 points
#
# Write `laplace(model, *args)`: the quadratic approximation for a Pyro model called as `model(*args)`.
#
# - It **empties the param store first**. What it leaves in the store is free.
# - It returns a pair `(loc, covariance)`: a tensor [D] and a tensor [D, D] for the D unconstrained numbers of the model's
#   latent sites, in the order in which the model has them, without gradients.
# - Each loc is **within 0.05 sds** of the top, and each entry of the covariance **within 3 %** of the product of the two
#   sds of the exact one.
# - The graders' models have a single hill, whose top, on the unconstrained scale, is at most 4 away from the prior's
#   middle. This is enough for them: `ClippedAdam({"lr": 0.3, "lrd": 0.98})`, 200 steps, `Trace_ELBO()`.
#
# Write `mapped_back(loc, scale)`: u ~ Normal(loc, scale), and p = 1 / (1 + exp(−u)). It returns the mean and the sd **of
# p**, a pair of plain Python floats, each **within 0.001**. `loc` is a float from −4 to 4, `scale` one from 0.1 to 2.5.
#
# <details><summary>Hint 1: an error about shapes in the second fit, or a strange result</summary>
#
# Every guide of this class keeps its numbers under the same name in the store.
#
# </details>
#
# <details><summary>Hint 2: mean and sd of a curve of something normal</summary>
#
# The mean of p is not the p of the mean, and no factor turns the one sd into the other. It is an integral. Take many
# places of u, evenly spread over some eight sds to both sides, weigh each by its normal density, and let the weights add
# up to 1. Then sum, as on the grid.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "laplace", "locked": false, "schema_version": 3, "solution": true, "task": false}
def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    """The parabola on the unconstrained scale: loc [D], covariance [D, D].

    Example: one site, logit of p, 6 of 9
        >>> laplace(globe, 6, 9)
        (tensor([0.5596]), tensor([[0.3929]]))
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    guide = AutoLaplaceApproximation(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.laplace_approximation(*args).get_posterior()
    return normal.mean, normal.covariance_matrix
    ### END SOLUTION


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    """The mean and sd of 1 / (1 + exp(-u)) for u ~ Normal(loc, scale): two floats.

    Example:
        >>> mapped_back(1.0, 0.5)
        (0.7206, 0.0970)     # rounded
    """
    ### BEGIN SOLUTION
    steps = torch.linspace(-8.0, 8.0, 4001, dtype=REAL)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = (weights * p).sum()
    return mean.item(), (weights * (p - mean) ** 2).sum().sqrt().item()
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "models", "locked": true, "schema_version": 3, "solution": false, "task": false}
def globe(k: int, n: int) -> None:
    """p ~ Uniform(0, 1); waters ~ Binomial(n, p), observed to be k."""
    p = pyro.sample("p", dist.Uniform(0.0, 1.0))
    pyro.sample("waters", dist.Binomial(n, p), obs=torch.tensor(float(k)))


def visitors(counts: torch.Tensor) -> None:
    """rate ~ Gamma(2, 0.5); counts ~ Poisson(rate), observed. counts: [N]"""
    rate = pyro.sample("rate", dist.Gamma(2.0, 0.5))
    with pyro.plate("days", len(counts)):
        pyro.sample("count", dist.Poisson(rate), obs=counts)


# %% nbgrader={"grade": true, "grade_id": "laplace_fit", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def one_by_one(laplace, counts: torch.Tensor) -> list:
    """laplace for two models, the second in a store with what the first has left."""
    return [laplace(globe, 6, 9), laplace(visitors, counts)]


with expect.check("Laplace's approximation", also="other models, of several sites"):
    counts = torch.tensor([4.0, 7.0, 3.0])
    # the tops and bends, worked out on paper from the densities of logit p and log rate
    top, bend = math.log(7 / 4), 11 / (7 * 4)
    rate_top, rate_bend = math.log(16.0 / 3.5), 1 / 16.0
    first, second = expect.call(one_by_one, (laplace, counts))
    for pair, wanted, variance, told in (
        (first, top, bend, "globe, 6, 9"),
        (second, rate_top, rate_bend, "visitors, counts, after another fit"),
    ):
        expect.length(pair, 2, f"what laplace returned ({told}), a pair,")
        off = 0.05 * math.sqrt(variance)
        expect.close(pair[0], [wanted], f"the loc ({told})", rtol=0.0, atol=off)
        share = {"rtol": 0.03, "atol": 0.0}
        expect.close(pair[1], [[variance]], f"the covariance ({told})", **share)

# %% nbgrader={"grade": true, "grade_id": "mapped_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Back to shares of water", also="other locs and scales"):
    for args, wanted in (
        ((1.0, 0.5), (0.720581, 0.096969)),
        ((0.0, 2.0), (0.5, 0.313964)),
    ):
        pair = expect.call(mapped_back, args)
        expect.length(pair, 2, f"what mapped_back{args} returned, a pair,")
        for number, right, name in zip(pair, wanted, ("mean", "sd"), strict=True):
            told = f"the {name} that mapped_back{args} returned"
            expect.number(number, told)
            expect.close(number, right, told, rtol=0.0, atol=0.001)

# %% [markdown]
# Now all of them, side by side. The last row is one that is often seen, and wrong: the numbers of the logit, with the loc
# pushed through the curve and the sd as it is. (Its mean is even exact, by a coincidence: for a Beta posterior the top in
# the logit, pushed back, is the mean. Its sd is one of another axis.)

# %%
with expect.when_written("grid", "quadratic", "laplace", "mapped_back"):
    loc, covariance = laplace(globe, 6, 9)
    loc, scale = loc.item(), covariance.sqrt().item()
    back = mapped_back(loc, scale)
    pushed = 1 / (1 + math.exp(-loc))
    answers = (
        ("exact: Beta(7, 4), and the grid", exact.mean.item(), exact.stddev.item()),
        ("parabola in p", *parabola),
        ("parabola in logit p, mapped back", *back),
        ("parabola in logit p, half mapped back", pushed, scale),
    )
    rows = [[name, f"{mean:.4f}", f"{sd:.4f}"] for name, mean, sd in answers]
    show.table("6 waters of 9: p", ["", "mean", "sd"], rows)

    inner = places[1:-1]
    logits = torch.log(inner / (1.0 - inner))
    in_u = dist.Normal(loc, scale).log_prob(logits).exp() / (inner * (1.0 - inner))
    in_p = dist.Normal(*parabola).log_prob(inner).exp()
    figure, axes = plt.subplots(figsize=(7, 3.5))
    axes.plot(inner, exact.log_prob(inner).exp(), color="black", label="exact")
    axes.plot(inner, in_p, "--", color=ORANGE, label="parabola in p")
    axes.plot(inner, in_u, ":", color=BLUE, linewidth=3, label="parabola in logit p")
    axes.set(xlabel="p, the share of water", ylabel="density")
    axes.set(title="One hill, two parabolas")
    axes.legend()
    show.figure(
        figure,
        "The exact density leans: its left tail is the longer one. The parabola in p "
        "is symmetric, lies to the right of it and is not yet zero at p = 1; that in "
        "logit p, mapped back, leans as the exact one does and nearly covers it.",
    )

# %% [markdown]
# Three answers, and each is a right one: to "what is the posterior", to "what is the best parabola in p", and to "what is
# the best parabola in the logit". The book's first edition prints the second, Pyro's translation the third, and whoever
# compares the two without asking *in which space* will hunt for a bug for a long time. With much data the three
# become nearly one:

# %%
with expect.when_written("quadratic", "laplace", "mapped_back"):
    loc, covariance = laplace(globe, 96, 144)
    back = mapped_back(loc.item(), covariance.sqrt().item())
    sure, flat = dist.Beta(97.0, 49.0), quadratic(96, 144)
    print(f"96 of 144: exact {sure.mean:.4f} ± {sure.stddev:.4f},", end=" ")
    print(f"in p {flat[0]:.4f} ± {flat[1]:.4f},", end=" ")
    print(f"in logit p {back[0]:.4f} ± {back[1]:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_intervals", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Draws, and two intervals
#
# What does one *do* with a posterior? One asks it questions, and the easiest way is to have draws. How probable is it
# that less than half of the Earth is water? Count the draws below one half. What is the mean of p / (1 − p)? Compute it
# for each draw, and take the mean. No integral is needed:

# %%
pyro.set_rng_seed(1)
draws = dist.Beta(7.0, 4.0).sample((20000,))
print(f"p below one half: {(draws < 0.5).float().mean():.4f} of the draws")
odds = draws / (1 - draws)
print(f"mean of p / (1 - p), water for each bit of land: {odds.mean():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_intervals_2", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One number is often too few, and so people give an **interval** that has, say, half of the probability, or 90 % of it.
# But which one? There are many that do. Two are in use:
#
# - the **percentile interval** leaves the same share out on both sides;
# - the **highest-density interval** is the *narrowest* one. The values in it are more probable than those outside.
#
# Where the posterior is symmetric the two agree. Where it leans they do not, and it can be by a lot.
#
# ## Task 3: two intervals · 4 points
#
# Both functions take `samples`, a tensor [S] of S ≥ 1 draws **in any order**, and `mass`, a float with 0 < mass < 1. They
# return a pair `(low, high)` of plain Python floats, and leave `samples` as it was. For another `mass`, 0 and 1 included,
# they raise a `ValueError` whose text contains the word `mass`.
#
# - `percentile_interval(samples, mass)`: a share of (1 − mass) / 2 lies below `low`, and as much above `high`, as
#   `torch.quantile` counts it.
# - `densest_interval(samples, mass)`: the narrowest interval that holds **at least** `mass` of the draws. Its ends are
#   two of the draws, and these count: it holds `math.ceil(mass * S)` draws. Of several that are equally narrow, the
#   lowest.
#
# <details><summary>Hint 1: how many intervals do I have to look at?</summary>
#
# Put the draws in order. An interval that holds K of them begins at some draw, and ends K − 1 draws later. So there are
# S − K + 1 of them.
#
# </details>
#
# <details><summary>Hint 2: without a loop</summary>
#
# `ordered[K - 1:]` are the ends, the first `S - K + 1` entries the beginnings, and `argmin` finds the place of the
# smallest difference.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "intervals", "locked": false, "schema_version": 3, "solution": true, "task": false}
def percentile_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    """The interval that leaves out (1 - mass) / 2 on both sides: low and high.

    Raises ValueError, with the word mass in its text, unless 0 < mass < 1.
    """
    ### BEGIN SOLUTION
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    tail = (1.0 - mass) / 2.0
    shares = torch.tensor([tail, 1.0 - tail], dtype=samples.dtype)
    low, high = torch.quantile(samples, shares).tolist()
    return low, high
    ### END SOLUTION


def densest_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    """The narrowest interval that holds ceil(mass * S) draws: low and high.

    Raises ValueError, with the word mass in its text, unless 0 < mass < 1.

    Example:
        >>> densest_interval(torch.tensor([7.0, 1.0, 2.0, 4.0]), 0.5)
        (1.0, 2.0)
    """
    ### BEGIN SOLUTION
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    ordered = samples.sort().values
    held = math.ceil(mass * len(ordered))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "percentile_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
several = torch.tensor([7.0, 1.0, 2.0, 4.0, 12.0])
with expect.check("The same left out on both sides", also="other draws and masses"):
    pair = expect.call(percentile_interval, (several, 0.5))
    told = "what percentile_interval gave for [7, 1, 2, 4, 12] and 0.5"
    expect.length(pair, 2, told)
    for end, wanted, name in zip(pair, (2.0, 7.0), ("low", "high"), strict=True):
        expect.number(end, f"the {name} end")
        expect.close(end, wanted, f"the {name} end for [7, 1, 2, 4, 12] and 0.5")
    for mass in (0.0, 1.0, 90.0):
        raised = expect.error(percentile_interval, (several, mass))
        told = f"percentile_interval with mass {mass}"
        expect.raised(raised, "ValueError", told, mentions=["mass"])

# %% nbgrader={"grade": true, "grade_id": "densest_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The narrowest", also="other draws and masses"):
    for mass, ends in ((0.5, (1.0, 4.0)), (0.4, (1.0, 2.0)), (0.75, (1.0, 7.0))):
        told = f"what densest_interval gave for [7, 1, 2, 4, 12] and {mass}"
        pair = expect.call(densest_interval, (several, mass))
        expect.length(pair, 2, told)
        for end, wanted, name in zip(pair, ends, ("low", "high"), strict=True):
            expect.number(end, f"the {name} end")
            what = f"the {name} end for [7, 1, 2, 4, 12] and {mass}"
            expect.close(end, wanted, what)
    pair = expect.call(densest_interval, (torch.tensor([2.0, 1.0, 3.0]), 0.5))
    told = "what densest_interval gave for [2, 1, 3] and 0.5: of two, the lowest,"
    expect.close(pair, [1.0, 2.0], told)
    for mass in (0.0, 1.0, 90.0):
        raised = expect.error(densest_interval, (several, mass))
        told = f"densest_interval with mass {mass}"
        expect.raised(raised, "ValueError", told, mentions=["mass"])

# %% [markdown]
# Three posteriors that lean, and the interval with half of each. The first globe showed water three times in three
# tosses; the second never in five; the third question is how long one waits for something that comes once in two minutes:

# %%
with expect.when_written("percentile_interval", "densest_interval"):
    pyro.set_rng_seed(2)
    leaning = {
        "3 of 3, p": dist.Beta(4.0, 1.0),
        "0 of 5, p": dist.Beta(1.0, 6.0),
        "a wait, in minutes": dist.Exponential(0.5),
    }
    rows = []
    for name, law in leaning.items():
        drawn = law.sample((20000,))
        both = percentile_interval(drawn, 0.5), densest_interval(drawn, 0.5)
        rows.append([name, *(f"{low:.3f} to {high:.3f}" for low, high in both)])
    head = ["", "percentile", "densest"]
    show.table("Half of the probability", head, rows)

# %% [markdown]
# In all three, the value that is most probable of all stands at an end: p = 1 after three times water, p = 0 after none in
# five, no wait at all. **The percentile interval leaves it out.** On the other hand the densest interval depends on the axis: the narrowest interval for p is not
# that for the logit of p, while quantiles do not care. So neither is *the* interval. When somebody hands you one, ask
# which it is; and when the two differ much, draw the picture and do not give an interval at all.
#
# ## 4. A line through twenty men
#
# Twenty men of middle age went to a fitness club and had themselves measured. The data set is known as Linnerud's, and
# comes with scikit-learn. We ask: how much heavier is a man whose waist is one centimetre
# wider?

# %% nbgrader={"grade": false, "grade_id": "men", "locked": true, "schema_version": 3, "solution": false, "task": false}
linnerud = load_linnerud()
weight = torch.tensor(linnerud.target[:, 0] * 0.45359237, dtype=REAL)  # pounds to kg
waist = torch.tensor(linnerud.target[:, 1] * 2.54, dtype=REAL)  # inches to cm
centre = waist.mean()
print(f"{len(waist)} men: waist {centre:.2f} cm, weight {weight.mean():.2f} kg (means)")
print(f"waists from {waist.min():.1f} to {waist.max():.1f} cm")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_line", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The model is a line with noise:
#
# $$ \text{weight} = a + b\,x + \text{noise}, \qquad \text{noise} \sim \text{Normal}(0, 6\ \text{kg}), $$
#
# and we say beforehand what we think of a and b: independent, a ~ Normal(80, 15), b ~ Normal(1, 1). If the noise is known
# and the belief about (a, b) is normal, then so is the belief after the data, and there are formulas, the matrix version
# of "precisions add up". With X for the matrix whose row i is (1, x_i),
#
# $$ \text{precision}' = \text{precision} + X^\top X / \text{noise}^2, \qquad
#    \text{mean}' = (\text{precision}')^{-1} \, (\text{precision} \cdot \text{mean} + X^\top y / \text{noise}^2), $$
#
# where a precision is the inverse of a covariance.
#
# A **belief** is, from here on, a pair `(mean, covariance)`: a tensor [2] for a and b, and a tensor [2, 2]. It may be one
# from before any data or from after. That gives three useful functions.
#
# ## Task 4: beliefs about a line · 6 points
#
# All tensors that come in are of the dtype `torch.float64`; they stay as they are.
#
# - `learn(belief, x, y, noise)`: the belief after measurements `x`, `y`, two tensors [N]; `noise` is a float, an sd.
#   **N may be 0**: then it has not changed. To learn from some men today and from the others tomorrow gives the same as
#   from all at once.
# - `recentre(belief, shift)`: a belief about **the same lines**, where x is counted from **another zero**, which lies
#   `shift` (a float) to the right of the old one. The new a is the height of the line at the new zero; the slope is the
#   same. It returns the belief about the new a and b.
# - `predict(belief, x, noise)`: for each of the M places in the tensor `x` [M], a **new man's** weight there, and the
#   line's height. It returns **three tensors [M]**: the mean (of both), the sd of the **line's height**, and the sd of the
#   **new man's weight**, for whom there is the noise besides.
#
# <details><summary>Hint 1: recentre</summary>
#
# The new a is a number made from the old a and b: which? So (new a, b) is a matrix [2, 2] times (a, b). If v is normal
# with covariance C, then A v has the covariance A C Aᵀ.
#
# </details>
#
# <details><summary>Hint 2: the variance of the line's height</summary>
#
# The height at x is a + b x. Its variance has that of a, x² times that of b, and **2 x times their covariance**.
#
# </details>
#
# <details><summary>Hint 3: two sds that go together</summary>
#
# Noise and line know nothing of one another: their variances add up, not their sds.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "belief", "locked": true, "schema_version": 3, "solution": false, "task": false}
# the mean [2] of (a, b), and their covariance [2, 2]
Belief = tuple[torch.Tensor, torch.Tensor]


def independent(a: float, a_sd: float, b: float, b_sd: float) -> Belief:
    """A belief in which a and b are independent."""
    mean = torch.tensor([a, b], dtype=REAL)
    return mean, torch.diag(torch.tensor([a_sd**2, b_sd**2], dtype=REAL))


NOISE = 6.0  # kg, an sd
before = independent(80.0, 15.0, 1.0, 1.0)


# %% nbgrader={"grade": false, "grade_id": "line", "locked": false, "schema_version": 3, "solution": true, "task": false}
def learn(belief: Belief, x: torch.Tensor, y: torch.Tensor, noise: float) -> Belief:
    """The belief about (a, b) after y = a + b x + noise. x, y: [N], N >= 0."""
    ### BEGIN SOLUTION
    mean, covariance = belief
    precision = torch.linalg.inv(covariance)
    design = torch.stack([torch.ones_like(x), x], -1)
    after = torch.linalg.inv(precision + design.T @ design / noise**2)
    return after @ (precision @ mean + design.T @ y / noise**2), after
    ### END SOLUTION


def recentre(belief: Belief, shift: float) -> Belief:
    """The belief about the same lines, with x counted from shift on.

    Example: a line that is 1 at zero and rises by 2 is 7 at 3
        >>> recentre(independent(1.0, 0.5, 2.0, 0.1), 3.0)[0]
        tensor([7., 2.])
    """
    ### BEGIN SOLUTION
    mean, covariance = belief
    moved = torch.tensor([[1.0, shift], [0.0, 1.0]], dtype=REAL)
    return moved @ mean, moved @ covariance @ moved.T
    ### END SOLUTION


def predict(
    belief: Belief, x: torch.Tensor, noise: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The mean, the sd of the line, the sd of a new measurement: [M] each."""
    ### BEGIN SOLUTION
    mean, covariance = belief
    rows = torch.stack([torch.ones_like(x), x], -1)
    variance = ((rows @ covariance) * rows).sum(-1)
    return rows @ mean, variance.sqrt(), (variance + noise**2).sqrt()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "learn_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def halves(learn, belief, x, y, noise) -> tuple:
    """Learn from the first two, then from the others."""
    return learn(learn(belief, x[:2], y[:2], noise), x[2:], y[2:], noise)


def belief_close(belief, mean, covariance, what: str) -> None:
    """A belief, held against one that was worked out elsewhere."""
    expect.length(belief, 2, f"{what}, a pair,")
    expect.close(belief[0], mean, f"the mean of {what}")
    expect.close(belief[1], covariance, f"the covariance of {what}")


start = independent(1.0, 2.0, 0.5, 1.0)
xs = torch.tensor([-1.0, 0.0, 2.0], dtype=REAL)
ys = torch.tensor([0.5, 1.5, 4.0], dtype=REAL)
with expect.check("What measurements teach", also="other beliefs and measurements"):
    mean = [1.568911, 0.973254]
    covariance = [[0.657017, -0.090623], [-0.090623, 0.322845]]
    found = expect.call(learn, (start, xs, ys, 1.5))
    belief_close(found, mean, covariance, "the belief after three measurements")
    found = expect.call(halves, (learn, start, xs, ys, 1.5))
    belief_close(found, mean, covariance, "the belief after two and one measurements")
    found = expect.call(learn, (start, xs[:0], ys[:0], 1.5))
    belief_close(found, start[0], start[1], "the belief after no measurement")

# %% nbgrader={"grade": true, "grade_id": "recentre_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Another zero", also="other beliefs and shifts"):
    leaning = start[0], torch.tensor([[4.0, -0.6], [-0.6, 1.0]], dtype=REAL)
    found = expect.call(recentre, (leaning, 2.0))
    wanted = [2.0, 0.5], [[5.6, 1.4], [1.4, 1.0]]
    belief_close(found, *wanted, "the belief with its zero moved by 2")

# %% nbgrader={"grade": true, "grade_id": "predict_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A line and a new man", also="other beliefs and places"):
    places = torch.tensor([0.0, 2.0, -1.0], dtype=REAL)
    found = expect.call(predict, (leaning, places, 1.5))
    expect.length(found, 3, "what predict returned, three tensors,")
    wanted = [1.0, 2.0, 0.5], [2.0, 2.366432, 2.489980], [2.5, 2.801785, 2.906888]
    names = "the mean", "the sd of the line", "the sd of a new measurement"
    for mine, theirs, name in zip(found, wanted, names, strict=True):
        expect.close(mine, theirs, f"{name} at 0, 2 and -1")

# %% [markdown]
# First, is the belief *before* the data one that we can stand by? Nobody has a feeling for "b ~ Normal(1, 1)". Everybody
# has one for the weights of men. So let the prior predict, and look. Then let it learn, and look again:

# %%
with expect.when_written("learn", "predict"):
    after = learn(before, waist - centre, weight, NOISE)
    wide = torch.linspace(70.0, 130.0, 121, dtype=REAL)
    figure, both = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
    panels = (before, "before"), (after, "after")
    for axes, (belief, title) in zip(both, panels, strict=True):
        mean, line_sd, new_sd = predict(belief, wide - centre, NOISE)
        bands = (new_sd, 0.15, "a new man"), (line_sd, 0.4, "the line")
        for sd, shade, label in bands:
            band = (mean - 1.645 * sd, mean + 1.645 * sd)
            axes.fill_between(wide, *band, color=BLUE, alpha=shade, label=label)
        axes.plot(waist, weight, "o", color="black", markersize=3)
        axes.set(xlabel="waist [cm]", title=f"{title} the data: 90 %", ylim=(0, 180))
    both[0].set(ylabel="weight [kg]")
    both[0].legend(loc="upper left")
    show.figure(
        figure,
        "Two panels of weight over waist with bands of 90 %. Before the data both "
        "bands are nearly the same, and wide; after them the line's is narrow, most "
        "of all at the mean waist, and the new man's is a wide one around it that "
        "holds nearly all of the twenty points.",
    )
    at = torch.tensor([centre.item(), 115.0], dtype=REAL)
    for place, *said in zip(at, *predict(after, at - centre, NOISE), strict=True):
        line = f"waist {place:.1f}: mean {said[0]:.1f} kg, sd of the line {said[1]:.2f}"
        print(f"{line}, of a new man {said[2]:.2f}")

# %% [markdown]
# Before the data the belief is generous, at the ends even too generous: there are no men like those at the lower edge on
# the left. But it forbids nothing that may be, and twenty men are enough to overrule it. (Would you make it narrower? Look
# at the picture, not at the numbers.)
#
# The line's band is narrow, for twenty men say a lot about *the mean* weight. A new man is another matter: he has the
# noise of 6 kg, and no amount of data takes that away. Who gives the narrow band as a prediction will be surprised by
# most men.
#
# Now the intercept. The a in `after` is the weight at the **mean waist**, because we counted x from there. What if one does
# not centre? The lines are the same ones. Only the question changes:

# %%
with expect.when_written("learn", "recentre"):
    rows = []
    for name, belief in (
        ("counted from the mean waist", after),
        ("counted from 0 cm", recentre(after, -centre.item())),
    ):
        sds = belief[1].diagonal().sqrt()
        lean = belief[1][0, 1] / sds.prod()
        a, b = (f"{m:.2f} ± {s:.2f}" for m, s in zip(belief[0], sds, strict=True))
        rows.append([name, a, b, f"{lean:.3f}"])
    show.table("The same lines", ["x is", "a [kg]", "b [kg/cm]", "correlation"], rows)

# %% [markdown]
# The slope has not changed by a digit. The intercept is now the weight of a man **without any waist**: a negative number
# of kilograms. It is no fault of the model. It is the answer to a question that nobody has. And a
# and b now lean on each other with a correlation near −1: tilt the line a bit, and its far end at zero moves a lot. (This
# is what makes samplers slow, too.) So: centre, and then a is a mean; and where somebody did not, never read a as one.
#
# Does Pyro say the same? The model is short, everything in it is normal, and then the parabola of section 2 is no
# approximation:


# %% nbgrader={"grade": false, "grade_id": "men_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
def men(x: torch.Tensor, y: torch.Tensor) -> None:
    """a ~ Normal(80, 15), b ~ Normal(1, 1); y ~ Normal(a + b x, 6), observed."""
    a = pyro.sample("a", dist.Normal(80.0, 15.0))
    b = pyro.sample("b", dist.Normal(1.0, 1.0))
    with pyro.plate("men", len(x)):
        pyro.sample("y", dist.Normal(a + b * x, NOISE), obs=y)


show.model(men, (waist - centre, weight))

# %%
with expect.when_written("learn", "laplace"):
    loc, covariance = laplace(men, waist - centre, weight)
    for name, (mean, spread) in {"learn": after, "laplace": (loc, covariance)}.items():
        sds = spread.diagonal().sqrt()
        told = [f"{m:.3f} ± {s:.3f}" for m, s in zip(mean, sds, strict=True)]
        print(f"{name}: a {told[0]}, b {told[1]}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_groups", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. One slope or three?
#
# The sepals of irises, 150 flowers, again from scikit-learn: does a longer sepal tend to be a wider one?

# %% nbgrader={"grade": false, "grade_id": "flowers", "locked": true, "schema_version": 3, "solution": false, "task": false}
iris = load_iris()
length = torch.tensor(iris.data[:, 0], dtype=REAL)
width = torch.tensor(iris.data[:, 1], dtype=REAL)
species = torch.tensor(iris.target)
long = length - length.mean()  # counted from the mean length
FLOWER = independent(3.0, 1.0, 0.0, 1.0)  # cm, and cm per cm
WIDTH_NOISE = 0.4  # cm, an sd
print(f"{len(length)} flowers of the species {', '.join(iris.target_names)}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_groups_2", "locked": true, "schema_version": 3, "solution": false, "task": false}
# There are three species among them. One may leave that out, and fit one line. Or give each species a line of its own: an
# **a for each and a b for each**. A slope that depends on the group is what books call an *interaction*. They write it as
# a product with a zero-one variable for each group, and then nobody knows what the prior of the second species is. Far
# better is an **index**: the species is a number g = 0, 1, 2, a and b are vectors with one entry for each, and the flower
# takes `a[g]` and `b[g]`. All groups are treated alike.
#
# ## Task 5: a line for each group · 4 points
#
# Write the Pyro model `by_group(x, group, n_groups, y=None)`. `x` is a tensor [N], `group` a tensor [N] of whole numbers
# from 0 to n_groups − 1, in any order; a group may be empty.
#
# - In a plate **`"species"`** of size `n_groups`: the latent sites **`"a"`** ~ Normal(3, 1) and **`"b"`** ~ Normal(0, 1);
# - in a plate **`"flowers"`** of size N, not inside of the other: the site **`"y"`** ~ Normal(a + b x, 0.4) **with the a and b of the
#   flower's own group**; observed where `y` is given, a tensor [N], and latent where it is None.
# - No params; what it returns is free.
#
# Write `slopes(x, y, group, n_groups)`. It returns a pair `(pooled, within)`: the posterior mean of the slope, a plain float, if
# all share one line; and a **list of n_groups floats**, the posterior means if each group has its own. Both are exact, for
# the prior `FLOWER` and the noise `WIDTH_NOISE` (those of the model); x is taken as it is. An empty group keeps its prior.
#
# <details><summary>Hint 1: two plates, one index</summary>
#
# The two plates stand one below the other, not one in the other. In the second, `a[group]` is a vector with an entry for each
# flower.
#
# </details>
#
# <details><summary>Hint 2: exactly, for three lines at once?</summary>
#
# The groups' lines know nothing of each other, neither in the prior nor in the data. So group 1 is a matter for `learn`, and
# for the flowers of group 1.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "groups", "locked": false, "schema_version": 3, "solution": true, "task": false}
def by_group(
    x: torch.Tensor,
    group: torch.Tensor,
    n_groups: int,
    y: torch.Tensor | None = None,
) -> None:
    """y ~ Normal(a[group] + b[group] x, 0.4): a line for each group. x, group: [N]"""
    ### BEGIN SOLUTION
    with pyro.plate("species", n_groups):
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
        b = pyro.sample("b", dist.Normal(0.0, 1.0))
    with pyro.plate("flowers", len(x)):
        mean = a[group] + b[group] * x
        pyro.sample("y", dist.Normal(mean, WIDTH_NOISE), obs=y)
    ### END SOLUTION


def slopes(
    x: torch.Tensor, y: torch.Tensor, group: torch.Tensor, n_groups: int
) -> tuple[float, list[float]]:
    """The posterior mean of the slope, of all together, and a list: of each group."""
    ### BEGIN SOLUTION
    pooled = learn(FLOWER, x, y, WIDTH_NOISE)[0][1].item()
    within = []
    for g in range(n_groups):
        own = group == g
        within.append(learn(FLOWER, x[own], y[own], WIDTH_NOISE)[0][1].item())
    return pooled, within
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "group_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
few = torch.tensor([1.0, -1.0, 2.0, 0.5], dtype=REAL)
kinds = torch.tensor([1, 0, 1, 3])
seen = torch.tensor([3.0, 2.5, 4.0, 3.5], dtype=REAL)
with expect.check("A line for each group", also="other groups and data"):
    drawn = expect.trace(by_group, (few, kinds, 4))
    expect.sites(drawn, latent=["a", "b", "y"], observed=[], params=[])
    trace = expect.trace(by_group, (few, kinds, 4, seen))
    expect.sites(trace, latent=["a", "b"], observed=["y"], params=[])
    for name in ("a", "b"):
        expect.site(trace, name, batch_shape=(4,), plates={"species": 4})
    expect.site(trace, "y", batch_shape=(4,), event_shape=(), plates={"flowers": 4})
    values = {"a": [2.0, 3.0, 9.0, 4.0], "b": [0.5, -0.5, 9.0, 1.0]}
    held = expect.trace(by_group, (few, kinds, 4, seen), values=values)
    wanted = [-0.783898, -3.127648, -12.502648, -3.127648]
    told = "the log densities of y, for four flowers of the groups 1, 0, 1, 3,"
    expect.close(held.sites["y"].log_prob, wanted, told)
    for name, prior in (("a", -22.675754), ("b", -44.925754)):
        told = f"the log density of the four {name}"
        expect.close(held.sites[name].log_prob.sum(), prior, told, atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "slopes_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Pooled, and within", also="other groups and data"):
    told = "This check needs a right `learn`: look at Task 4 once more."
    needed = expect.call(learn, (start, xs, ys, 1.5))
    expect.length(needed, 2, "what learn returned, a pair,")
    right = torch.tensor([1.568911, 0.973254], dtype=REAL)
    expect.shape(needed[0], (2,), "the mean that learn returned")
    mine = torch.as_tensor(needed[0]).double()
    expect.that(torch.allclose(mine, right, atol=1e-3), told)
    answer = expect.call(slopes, (few, seen, kinds, 4))
    expect.length(answer, 2, "what slopes returned, a pair,")
    expect.number(answer[0], "the pooled slope")
    expect.close(answer[0], 0.437900, "the pooled slope")
    expect.floats(answer[1], "the slopes within the groups", 4)
    told = "the slopes within the four groups, of which one is empty,"
    expect.close(answer[1], [0.231481, 0.615213, 0.0, 0.177305], told)

# %%
with expect.when_written("slopes", "learn"):
    pooled, within = slopes(long, width, species, 3)
    print(f"one line for all: {pooled:+.3f} cm for each cm")
    for name, slope in zip(iris.target_names, within, strict=True):
        print(f"within {name}: {slope:+.3f}")

    figure, axes = plt.subplots(figsize=(7, 4))
    reach = torch.stack([length.min(), length.max()])
    for g, (mark, colour) in enumerate(zip("o^s", (BLUE, ORANGE, GREEN), strict=True)):
        own = species == g
        a, b = learn(FLOWER, long[own], width[own], WIDTH_NOISE)[0]
        ends = torch.stack([length[own].min(), length[own].max()])
        look = {"color": colour, "alpha": 0.5, "label": iris.target_names[g]}
        axes.plot(length[own], width[own], mark, **look)
        axes.plot(ends, a + b * (ends - length.mean()), color=colour, linewidth=3)
    a, b = learn(FLOWER, long, width, WIDTH_NOISE)[0]
    whole = a + b * (reach - length.mean())
    axes.plot(reach, whole, "--", color="black", label="one line for all")
    axes.set(xlabel="length of the sepal [cm]", ylabel="width [cm]")
    axes.set(title="The sign turns")
    axes.legend()
    show.figure(
        figure,
        "Three clouds of points, each with a rising line; the cloud of setosa lies "
        "above and to the left of the others. The dashed line through all falls.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_waic", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Longer sepals are *narrower*, says the line for all. In each species they are *wider*. Both are facts: among flowers of
# unknown species, a long sepal hints at a species with narrow ones. The question decides which slope you want. (It is
# known as Simpson's paradox, and is none.)
#
# ## 6. Which model predicts better?
#
# A model with more lines always fits its own data better. Will it predict *new* flowers better, too? **WAIC** estimates that
# from the data at hand. It needs one thing only: a table of log likelihoods, with a row for each draw from the posterior and
# a column for each datum.
#
# - For each datum, how probable did the *whole posterior* find it? The mean over the draws **of the likelihood**, not of its
#   logarithm; then the logarithm. Summed over the data this is the **lppd**.
# - For each datum, the **variance over the draws of the log likelihood**: how much the datum tugs at the posterior. Summed
#   up this is the **penalty**; books call it the effective number of parameters.
# - **WAIC = −2 (lppd − penalty)**. Smaller is better.
#
# ## Task 6: WAIC · 3 points
#
# Write `waic(table)`. `table` is a tensor [S, N] of log likelihoods: S draws, N data. It returns a dictionary with four
# entries:
#
# - `"lppd"`, `"penalty"` and `"waic"`: plain Python floats. The variances are those over S − 1, as `torch.var` has them.
# - `"pointwise"`: a tensor [N], each datum's own part of the WAIC. Their sum is the WAIC.
#
# For fewer than two draws raise a `ValueError` whose text contains the word `draws`. The log likelihoods may be as low as
# −2000, and `exp` of that is zero on a computer.
#
# <details><summary>Hint 1: log, mean, exp, and no underflow</summary>
#
# `torch.logsumexp` along one dim, minus the log of how many were added.
#
# </details>
#
# <details><summary>Hint 2: which dim?</summary>
#
# The draws are averaged over, datum by datum; the data are added up, at the very end. So the dim of the draws is the first
# to go.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "waic", "locked": false, "schema_version": 3, "solution": true, "task": false}
def waic(table: torch.Tensor) -> dict:
    """WAIC from log likelihoods [S, N]: lppd, penalty, waic, and pointwise [N].

    Raises ValueError, with the word draws in its text, where S is below 2.
    """
    ### BEGIN SOLUTION
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    lppd = torch.logsumexp(table, 0) - math.log(n_draws)
    penalty = table.var(0)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "waic_exact", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
small = torch.tensor([[-1.0, -3.0], [-2.0, -2.5], [-1.5, -5.0]], dtype=REAL)
with expect.check("WAIC from a table", also="other tables"):
    for table, lppd, told in (
        (small, -4.493046, "a table of three draws and two data"),
        (small - 1000.0, -2004.493046, "the same table, minus 1000"),
    ):
        found = expect.call(waic, (table,))
        names = ("lppd", "penalty", "waic", "pointwise")
        expect.dictionary(found, f"what waic returned for {told}", names)
        wanted = (lppd, 2.0, -2.0 * (lppd - 2.0))
        for name, number in zip(names, wanted, strict=False):
            expect.number(found[name], f"the {name} of {told}")
            expect.close(found[name], number, f"the {name} of {told}", rtol=1e-6)
        expect.shape(found["pointwise"], (2,), f"the pointwise part of {told}")
    parts = expect.call(waic, (small,))["pointwise"]
    expect.close(parts, [3.336685, 9.649406], "the pointwise parts of the first table")
    raised = expect.error(waic, (small[:1],))
    expect.raised(raised, "ValueError", "waic for a single draw", mentions=["draws"])

# %% [markdown]
# Now the irises. Three models: one line for all; lines that are parallel, each species with its own a; and a line for each.
# For the second we have no formula at hand, but we have Laplace, which is exact for a model like this one:


# %% nbgrader={"grade": false, "grade_id": "parallel", "locked": true, "schema_version": 3, "solution": false, "task": false}
def parallel(x: torch.Tensor, group: torch.Tensor, n_groups: int, y: torch.Tensor):
    """An a for each group, and one b for all."""
    b = pyro.sample("b", dist.Normal(0.0, 1.0))
    with pyro.plate("species", n_groups):
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
    with pyro.plate("flowers", len(x)):
        pyro.sample("y", dist.Normal(a[group] + b * x, WIDTH_NOISE), obs=y)


# %%
with expect.when_written("learn", "laplace", "waic"):
    pyro.set_rng_seed(3)
    n_draws = 4000

    def lines(belief: Belief) -> tuple[torch.Tensor, torch.Tensor]:
        """Draws of a and b, [n_draws, 1] each."""
        drawn = dist.MultivariateNormal(*belief).sample((n_draws,))
        return drawn[:, :1], drawn[:, 1:]

    def table_of(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """The log likelihoods [n_draws, 150] of lines a + b x, one for each flower."""
        return dist.Normal(a + b * long, WIDTH_NOISE).log_prob(width)

    own = [species == g for g in range(3)]
    each = [lines(learn(FLOWER, long[o], width[o], WIDTH_NOISE)) for o in own]
    a_of = torch.cat([a for a, _ in each], -1)[:, species]
    b_of = torch.cat([b for _, b in each], -1)[:, species]
    loc, covariance = laplace(parallel, long, species, 3, width)
    tilted = dist.MultivariateNormal(loc, covariance).sample((n_draws,))
    single = lines(learn(FLOWER, long, width, WIDTH_NOISE))
    scores = {
        "one line for all": waic(table_of(*single)),
        "parallel lines": waic(table_of(tilted[:, 1:][:, species], tilted[:, :1])),
        "a line for each species": waic(table_of(a_of, b_of)),
    }
    parts = ("lppd", "penalty", "waic")
    rows = [[name, *(f"{s[part]:.1f}" for part in parts)] for name, s in scores.items()]
    show.table("150 flowers", ["", "lppd", "penalty", "WAIC"], rows)

    best = scores["a line for each species"]["pointwise"]
    for name in ("one line for all", "parallel lines"):
        gap = scores[name]["pointwise"] - best
        give = math.sqrt(len(gap)) * gap.std()
        print(f"{name}, above a line for each: {gap.sum():.1f} ± {give:.1f}")

# %% [markdown]
# The one line is out of the question: not by a comparison of two intervals, but by the **difference, flower by flower**, and
# what that varies. Look at the other difference in the same way: how many of its own ± is it? So do the data ask for
# a slope for each species, or would one do, and an intercept for each?
#
# And look at the penalties. Whatever its name, a penalty is no count of parameters: there are two of them in the first
# model and four in the second. It measures how much the data tug at the posterior, and flowers that lie far from their line tug more.
#
# ## What you can do now
#
# - Say in which space an approximation was made, and bring it back to where one wants to read it.
# - Use `AutoLaplaceApproximation`, and know when it is exact.
# - Give a percentile interval or the densest one, and ask which it is when you get one.
# - Predict a line and predict a new measurement, and not take the one for the other.
# - Move the zero of an axis, and read an intercept as what it is.
# - Let slopes differ by group, with an index, and say which question the pooled slope answers.
# - Compute WAIC from a table, and compare two models datum by datum.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
