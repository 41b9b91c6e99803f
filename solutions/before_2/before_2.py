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
# # Before 2 · Bayesian inference
#
# | | |
# |---|---|
# | **Goal** | From a prior and data to a posterior: on a grid, by throwing runs away, and for seeing against doing |
# | **Minutes** | 70 |
# | **Prerequisites** | before_1 |

# %% [markdown]
# ## How does a bottle cap land?
#
# Throw a bottle cap on the table. Sometimes it comes to lie with its teeth down, like a little hat, sometimes with
# its teeth up, like a little bowl. We call the hat *heads* and the bowl *tails*. How likely is heads? For a coin
# everybody says one half. For a cap nobody knows: it is bent on one side, and a bit heavier there.
#
# In the first notebook the table was given, and all of its numbers. Here a number of the table itself is unknown.
# There is a simple way out, and all of Bayesian inference is in it: **what we do not know is a random variable.** The
# cap's chance of heads gets a distribution like everything else, and becomes part of the joint. Then we throw the
# cap, see what happens, and *condition* on it. You have learned how.
#
# As before there is no `pyro` in this notebook, and there must be none: torch and Python are all that you need, and
# while your work is graded, Pyro is out of reach.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import torch
from torch.distributions import Beta

from autograder import expect, show

DOUBLE = torch.float64
GRID = torch.linspace(0.0, 1.0, 1001, dtype=DOUBLE)  # [1001] chances of heads

# %% [markdown]
# (`torch.float64` is the kind of number with sixteen digits; PyTorch's usual kind has seven. Logarithms of small
# probabilities are large numbers of which we want the small differences, so every digit is welcome.)
#
# ## 1. Three coins in a drawer: the whole idea in one table
#
# A drawer is full of trick coins. Half of them show heads with the chance 0.2, three tenths with 0.5, two tenths with
# 0.9. You take one out and cannot see which it is; you flip it four times: heads, heads, tails, heads. Which coin is
# it?
#
# Three steps, each of which you know from the first notebook. Before the flips, each kind of coin has its
# probability: the **prior**. How likely each kind makes these four flips is called the **likelihood**. The product of
# the two is the *joint* probability of the coin and the flips. The flips are what we know, so we take that slice and
# make it whole again: we divide by its sum. What comes out is the **posterior**: the probability of each kind, given
# the flips.

# %%
chance = torch.tensor([0.2, 0.5, 0.9], dtype=DOUBLE)  # of heads, for each kind of coin
prior = torch.tensor([0.5, 0.3, 0.2], dtype=DOUBLE)
likelihood = chance * chance * (1 - chance) * chance  # heads, heads, tails, heads
joint = prior * likelihood
evidence = joint.sum()
posterior = joint / evidence

heads = ["chance", "prior", "likelihood", "joint", "posterior"]
rows = torch.stack([chance, prior, likelihood, joint, posterior], dim=1)
show.table("Three kinds of coins after heads, heads, tails, heads", heads, rows)
print(f"evidence: {evidence:.5f}")

# %% [markdown]
# The sum that we divided by has a name, too. It is the probability that *anybody* who takes a coin out of this drawer
# sees these four flips, and it is called the **evidence**. Here it only makes the posterior whole. When two models
# are compared, it is the number that counts.
#
# Note that the likelihoods do not sum to 1, and have no reason to: they are three *different* experiments'
# probabilities of the same flips.
#
# ## 2. The likelihood, and its logarithm
#
# A flip after another is a product, and a product of many small numbers soon becomes too small for the computer. So
# one adds logarithms. And it does not matter in which order the flips came: only how many heads and how many tails
# there were.
#
# $$\log p(\text{flips} \mid \theta) = \text{heads} \cdot \log \theta + \text{tails} \cdot \log(1 - \theta)$$
#
# Here is the same for another game, a die that shows a six with the chance $s$ and anything else with $1 - s$. And a
# corner in which such formulas break: what if a six is impossible, and none was seen?

# %%
six = torch.tensor([0.0, 1 / 6, 0.5, 1.0], dtype=DOUBLE)  # four dice
print("one six in three throws:", (1 * six.log() + 2 * (1 - six).log()).exp())
print("no six in three throws: ", (0 * six.log() + 3 * (1 - six).log()).exp())
print("0 times log 0, by hand: ", (0 * six.log())[0])
print("0 times log 0, by xlogy:", torch.xlogy(0, six)[0])

# %% [markdown] nbgrader={"grade": false, "grade_id": "coefficient", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A die without a six shows no six for certain: the first number of the second line should be 1. But `0 * log(0)` is 0
# times minus infinity, and the computer has no answer to that. The answer that we need is 0: *what did not happen
# puts no condition on anybody*. `torch.xlogy(n, p)` is `n * log(p)` with exactly this exception.
#
# One more thing. Perhaps you have met the formula with a factor in front, the binomial coefficient: the number of
# orders in which so many heads and tails can come. It belongs there if only the *counts* are known, and not the
# order. For the posterior it makes no difference, since it is the same for all coins:

# %%
orders = math.comb(4, 3)  # three heads in four flips
with_orders = prior * orders * likelihood
print("without it:", posterior)
print("with it:   ", with_orders / with_orders.sum())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_log_likelihood", "locked": true, "schema_version": 3, "solution": false, "task": false}
# We leave it out: we know the order.
#
# ## Task 1: the log likelihood of a cap · 3 points
#
# Write `log_likelihood(theta, heads, tails)`:
#
# - `theta` is a float tensor of any shape with chances of heads, from 0 to 1, *both included*. `heads` and `tails`
#   are whole numbers from 0 on.
# - It **returns** a tensor of the shape of `theta`: for each chance the log probability of one sequence of flips with
#   so many heads and tails, in a known order. So there is no binomial coefficient.
# - Where the flips are impossible that is minus infinity. It is never NaN: a side of the coin that did not come up
#   adds 0, even if its chance is 0. With no flips at all, everything is 0.
# - `theta` is left as it came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the formula of section 2. Then ask for theta at 0 and at 1, with heads and without.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# Two terms, each with `torch.xlogy`. Which chance belongs to the tails?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_likelihood", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_likelihood(theta: torch.Tensor, heads: int, tails: int) -> torch.Tensor:
    """The log probability of a sequence with so many heads and tails, for each theta.

    theta: any shape, entries from 0 to 1. Returns a tensor of that shape; minus
    infinity where the flips are impossible, never NaN.

    >>> log_likelihood(torch.tensor([0.0, 0.5, 0.9]), heads=2, tails=0)
    tensor([   -inf, -1.3863, -0.2107])
    """
    ### BEGIN SOLUTION
    return torch.xlogy(heads, theta) + torch.xlogy(tails, 1 - theta)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "log_likelihood_values", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Some flips of some caps",
    also="thousands of flips, and tensors of other shapes",
):
    caps = torch.tensor([0.2, 0.5, 0.9], dtype=DOUBLE)
    got = expect.call(log_likelihood, (caps, 3, 1))
    what = "the log likelihood of three heads and a tail at 0.2, 0.5 and 0.9"
    expect.shape(got, (3,), what)
    expect.close(got, [-5.0515, -2.7726, -2.6187], what, rtol=1e-3)
    edges = torch.tensor([0.0, 1.0], dtype=DOUBLE)
    got = expect.call(log_likelihood, (edges, 2, 0))
    what = "the log likelihood of two heads and no tail at the chances 0 and 1"
    expect.close(got, [-math.inf, 0.0], what)
    got = expect.call(log_likelihood, (edges, 0, 3))
    what = "the log likelihood of three tails and no head at the chances 0 and 1"
    expect.close(got, [0.0, -math.inf], what)
    got = expect.call(log_likelihood, (edges, 0, 0))
    expect.close(got, [0.0, 0.0], "the log likelihood of no flips at all")

# %% [markdown] nbgrader={"grade": false, "grade_id": "continuous", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. A chance between 0 and 1: densities on a grid
#
# A cap's chance of heads is not one of three numbers; it may be anything between 0 and 1. A table with a row for each
# of these does not exist. But a *density* does: a curve over the line from 0 to 1, with the area 1 below it. What was
# a sum in the table is now an area.
#
# We lay a **grid** of points over the line, work out the height of the curve at each, and connect the tops by
# straight lines. The area under these is a row of trapezoids, and `torch.trapezoid(heights, grid)` adds them up. The
# points need not lie at equal distances: it looks at the distances itself. A plain sum of heights does not.

# %%
even = torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0])
uneven = torch.tensor([0.0, 0.1, 0.2, 0.3, 1.0])
for points in (even, uneven):
    heights = 2 * points  # the density of a thing that likes to be large: a triangle
    area = torch.trapezoid(heights, points)
    print(f"area {area:.2f}, sum of the heights {heights.sum():.2f}")

# %% [markdown]
# The second trap is an old friend. After ten thousand flips of a cap, even the *best* chance makes these flips so
# unlikely that the computer has no number for it. With the three coins of the drawer:

# %%
log_joint = prior.log() + 6500 * chance.log() + 3500 * (1 - chance).log()
print("log joint:           ", log_joint)
print("joint:               ", log_joint.exp())
print("posterior, like that:", log_joint.exp() / log_joint.exp().sum())

highest = log_joint.max()
lifted = (log_joint - highest).exp()  # the largest is 1 now
print("lifted:              ", lifted)
print("posterior:           ", lifted / lifted.sum())
print("log evidence:        ", highest + lifted.sum().log())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_grid", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Taking the same number away from all logarithms divides all products by the same factor, and the posterior does not
# care. Only the evidence does, so the number is added again in the end, as a logarithm.
#
# ## Task 2: the posterior on a grid · 4 points
#
# Write `grid_posterior(log_prior, log_lik, grid)`:
#
# - `grid` is a float tensor of shape `[k]` with at least two points in rising order. **Their distances may differ.**
# - `log_prior` and `log_lik` are tensors of shape `[k]`: at each point the logarithm of the prior's *density*, and
#   the log likelihood of the data. Both may be minus infinity at some points.
# - It **returns a pair** `(density, log_evidence)`. `density` is a tensor of shape `[k]`, the posterior's density at
#   each point: not its logarithm, and its area by the trapezoid rule is 1. `log_evidence` is a plain Python float:
#   the logarithm of the area under prior density times likelihood.
# - It works just as well where the likelihood itself would be too small or too large for the computer.
# - If no point is possible, prior times likelihood being 0 at all of them, it raises a `ValueError` whose text has
#   the word `evidence` in it.
# - The three tensors are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the last lines of the cell above. Two things change: the prior comes as a logarithm already, and each sum is an
# area now.
#
# </details>
#
# <details><summary>Hint 2: what if everything is minus infinity?</summary>
#
# Then the highest of them is minus infinity, too. `-math.inf` is how Python writes it, and it can be compared.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Add the two logarithms; find the highest, and raise the error if there is no possible point; take it away and take
# `exp`; work out the area. The density is divided by the area, and the log evidence is the highest plus the logarithm
# of the area, as a float by `.item()`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "grid_posterior", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grid_posterior(
    log_prior: torch.Tensor, log_lik: torch.Tensor, grid: torch.Tensor
) -> tuple[torch.Tensor, float]:
    """The posterior density on a grid, [k], and the log evidence, a float.

    log_prior: log density of the prior, [k]; log_lik: log likelihood, [k]; grid: [k],
    rising. The density's area by the trapezoid rule is 1. Raises ValueError (evidence)
    where no point is possible.

    >>> grid = torch.tensor([0.0, 0.5, 1.0])
    >>> grid_posterior(torch.zeros(3), (2 * grid).log(), grid)
    (tensor([0., 1., 2.]), 0.0)
    """
    ### BEGIN SOLUTION
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("no point of the grid is possible: the evidence is 0")
    lifted = (log_joint - highest).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, (highest + area.log()).item()
    ### END SOLUTION


# %% [markdown]
# The check brings a friend who shouts the result of each flip across a noisy room. She is misheard one time in ten,
# so "heads!" is heard with the chance `0.1 + 0.8 * theta`. Three times "heads!" was heard, and before that every
# theta was as likely as any other. The exact posterior has the mean 0.77513, and the log evidence is -1.58473.

# %% nbgrader={"grade": true, "grade_id": "posterior_grid", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Three times heads across a noisy room, and other data",
    also="other priors, uneven grids and more flips",
):
    flat = torch.zeros_like(GRID)  # the log of the density 1
    heard = 3 * (0.1 + 0.8 * GRID).log()
    answer = expect.call(grid_posterior, (flat, heard, GRID))
    expect.length(answer, 2, "what grid_posterior returned, a density and a number,")
    density, log_evidence = answer
    expect.shape(density, GRID.shape, "the density that grid_posterior returned")
    density = torch.as_tensor(density)
    expect.number(log_evidence, "the log evidence that grid_posterior returned")
    area = torch.trapezoid(density.double(), GRID)
    expect.close(area, 1.0, "the area under the density for three shouts of heads")
    mean = torch.trapezoid(GRID * density.double(), GRID)
    expect.close(mean, 0.77513, "the mean of theta for three shouts of heads")
    expect.close(log_evidence, -1.58473, "the log evidence of three shouts of heads")

    points = torch.tensor([0.0, 0.1, 0.2, 0.3, 1.0], dtype=DOUBLE)
    args = (torch.zeros(5, dtype=DOUBLE), (2 * points).log(), points)
    density, log_evidence = expect.call(grid_posterior, args)
    what = "the density for a triangle on the uneven grid of section 3"
    expect.close(density, 2 * points, what)
    expect.close(log_evidence, 0.0, "the log evidence for that triangle")

    coins = 6500 * GRID.clamp(1e-9).log() + 3500 * (1 - GRID).clamp(1e-9).log()
    density, log_evidence = expect.call(grid_posterior, (flat, coins, GRID))
    what = "the log evidence of 10000 flips"
    expect.number(log_evidence, what)
    expect.close(log_evidence, -6478.893, what, atol=0.01)
    never = torch.full_like(GRID, -math.inf)
    nothing = expect.error(grid_posterior, (flat, never, GRID))
    what = "grid_posterior where no point is possible"
    expect.raised(nothing, "ValueError", what, mentions=["evidence"])

# %% [markdown]
# Now the cap. People who have thrown caps say that they rarely lie like a hat. We put this into the prior: a hill
# with its top at 0.25. (It is a *Beta* density. You need not know it; it is a handy family of hills between 0 and 1,
# and for flips its posterior is known exactly, which is why teachers love it.) Then we throw: seven hats in nine
# throws. Before you run the cell: where will the posterior lie, nearer to the prior or nearer to 7/9?

# %%
log_prior = Beta(2.0, 4.0).log_prob(GRID)
with expect.when_written("log_likelihood", "grid_posterior"):
    log_lik = log_likelihood(GRID, heads=7, tails=2)
    density, log_evidence = grid_posterior(log_prior, log_lik, GRID)
    print(f"log evidence: {log_evidence:.4f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(GRID, log_prior.exp(), ":", color="dimgrey", label="prior")
    scaled = log_lik.exp() / torch.trapezoid(log_lik.exp(), GRID)
    axes.plot(GRID, scaled, "--", color="tab:orange", label="likelihood, scaled")
    axes.plot(GRID, density, color="tab:blue", label="posterior")
    axes.set(title="Seven hats in nine throws", xlabel="theta", ylabel="density")
    axes.legend()
    show.figure(
        figure,
        "Three hills over theta from 0 to 1: the prior to the left, around a quarter; "
        "the likelihood to the right, near 0.78; the posterior between them and higher "
        "than both.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "three_numbers", "locked": true, "schema_version": 3, "solution": false, "task": false}
# In between, and narrower than either: two sources of knowledge are better than one.
#
# ## 4. Three numbers that are not the same
#
# "So how likely is a hat? One number, please!" There are three in common use, and much confusion comes from taking
# one for another:
#
# - The **maximum likelihood estimate**, MLE: the theta that makes the data most likely. It knows nothing of the
#   prior.
# - The **maximum a posteriori**, MAP: the theta where the posterior's density is highest.
# - The **posterior mean**: the average of theta over the posterior, $\int \theta \; p(\theta \mid \text{data}) \,
#   d\theta$.
#
# An average over a density is an area as well: each theta times its density. For the triangle of section 3, whose
# average is two thirds:

# %%
fine = torch.linspace(0.0, 1.0, 501)
triangle = 2 * fine
print("its highest point:", fine[triangle.argmax()].item())
print("its average:      ", torch.trapezoid(fine * triangle, fine).item())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_three", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: MLE, MAP and mean · 4 points
#
# Write three short functions. `grid`, `log_prior` and `log_lik` are as in Task 2, each function returns a plain
# Python **float**, and all three leave their arguments as they came:
#
# - `mle(log_lik, grid)`: the grid point with the highest likelihood.
# - `map_estimate(log_prior, log_lik, grid)`: the grid point with the highest posterior density. (If several points
#   are equally good, any of them; for both.)
# - `posterior_mean(log_prior, log_lik, grid)`: the mean of theta under the posterior, by the trapezoid rule.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# `argmax` gives the place of the highest; what stands there on the grid is the answer. For the second function: does
# the highest point move when a density is divided by its area, or when one takes its logarithm?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# The mean needs the density itself, with the area 1. You have a function that gives it, together with a number that
# you do not need here. Then it is one area, as for the triangle.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "three_numbers_functions", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mle(log_lik: torch.Tensor, grid: torch.Tensor) -> float:
    """The grid point with the highest likelihood. log_lik, grid: [k]."""
    ### BEGIN SOLUTION
    return grid[log_lik.argmax()].item()
    ### END SOLUTION


def map_estimate(
    log_prior: torch.Tensor, log_lik: torch.Tensor, grid: torch.Tensor
) -> float:
    """The grid point with the highest posterior density. All arguments: [k]."""
    ### BEGIN SOLUTION
    return grid[(log_prior + log_lik).argmax()].item()
    ### END SOLUTION


def posterior_mean(
    log_prior: torch.Tensor, log_lik: torch.Tensor, grid: torch.Tensor
) -> float:
    """The mean of theta under the posterior, by the trapezoid rule. All arguments: [k].

    >>> grid = torch.tensor([0.0, 0.5, 1.0])
    >>> posterior_mean(torch.zeros(3), (2 * grid).log(), grid)
    0.75
    """
    ### BEGIN SOLUTION
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "two_tops", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Where likelihood and posterior are highest", also="other grids"):
    # four heads and a tail, and a prior that likes small chances
    flips = 4 * GRID.log() + (1 - GRID).log()
    leaning = Beta(1.0, 3.0).log_prob(GRID)
    got = expect.call(mle, (flips, GRID))
    expect.number(got, "what mle returned")
    expect.close(got, 0.8, "the MLE for four heads and a tail")
    got = expect.call(map_estimate, (leaning, flips, GRID))
    expect.number(got, "what map_estimate returned")
    expect.close(got, 0.571, "the MAP for four heads and a tail, prior Beta(1, 3),")

# %% nbgrader={"grade": true, "grade_id": "mean_value", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The mean of theta", also="uneven grids, and thousands of flips"):
    flips = 4 * GRID.log() + (1 - GRID).log()
    leaning = Beta(1.0, 3.0).log_prob(GRID)
    pair = expect.call(grid_posterior, (leaning, flips, GRID))
    expect.length(pair, 2, "what grid_posterior of Task 2 returned")
    got = expect.call(posterior_mean, (leaning, flips, GRID))
    expect.number(got, "what posterior_mean returned")
    what = "the mean of theta for four heads and a tail, prior Beta(1, 3),"
    expect.close(got, 5 / 9, what)

# %% [markdown]
# And all three for the cap:

# %%
with expect.when_written(
    "log_likelihood", "grid_posterior", "mle", "map_estimate", "posterior_mean"
):
    log_lik = log_likelihood(GRID, heads=7, tails=2)
    density, _ = grid_posterior(log_prior, log_lik, GRID)
    numbers = {
        "MLE": mle(log_lik, GRID),
        "MAP": map_estimate(log_prior, log_lik, GRID),
        "mean": posterior_mean(log_prior, log_lik, GRID),
    }
    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(GRID, density, color="tab:blue")
    looks = {"MLE": "--", "MAP": "-", "mean": ":"}
    colors = {"MLE": "tab:orange", "MAP": "tab:red", "mean": "black"}
    for name, number in numbers.items():
        print(f"{name:4} {number:.4f}")
        axes.axvline(number, color=colors[name], linestyle=looks[name], label=name)
    axes.set(title="Three numbers for one posterior", xlabel="theta", ylabel="density")
    axes.legend()
    show.figure(
        figure,
        "The posterior's hill with three lines: MAP at its top, the mean a little to "
        "the left of it, the MLE far out on its right slope.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_predict", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The hill leans: its left side is longer, so its average lies to the left of its top. And the MLE has not heard of
# the prior.
#
# ## 5. What happens next
#
# A posterior is good for answering questions about what has not been seen. How likely are two hats in the next three
# throws? If theta were known, this would be $\binom{3}{2}\, \theta^2 (1 - \theta)$. (Now the coefficient counts: any
# two of the three throws will do, and *nobody knows which*.) We do not know theta, but we know how much to believe in
# each. So we take the average of this over the posterior.
#
# ## Task 4: the next throws · 3 points
#
# Write `predict(density, grid, n)`:
#
# - `density` and `grid` are tensors of shape `[k]`, as `grid_posterior` gives and takes them; the density's area is
#   1. `n` is a whole number from 0 on.
# - It **returns** a tensor of shape `[n + 1]`: the probability of 0 heads, of 1 head, …, of n heads in the next n
#   flips, in any order. Each is an average over the density by the trapezoid rule. Together they make 1.
# - For n = 0 there is one entry, and it is 1.
# - `density` and `grid` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With n = 1. What is the probability of one head? Of none? The first is a number that you have seen.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# A list with an entry for each number of heads from 0 to n: `math.comb` gives the coefficient, and the rest is one
# area, with `density` as a factor under the integral. `torch.stack` makes one tensor of a list of tensors of shape
# `()`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "predict", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict(density: torch.Tensor, grid: torch.Tensor, n: int) -> torch.Tensor:
    """The probabilities of 0, 1, …, n heads in the next n flips, [n + 1].

    density, grid: [k]; the density's area is 1.

    >>> predict(torch.tensor([0.0, 1.0, 2.0]), torch.tensor([0.0, 0.5, 1.0]), n=1)
    tensor([0.2500, 0.7500])
    """
    ### BEGIN SOLUTION
    return torch.stack(
        [
            math.comb(n, k)
            * torch.trapezoid(grid**k * (1 - grid) ** (n - k) * density, grid)
            for k in range(n + 1)
        ]
    )
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "predict_values", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The next flips of a coin that was never flipped",
    also="other densities, uneven grids and more flips",
):
    flat = torch.ones_like(GRID)
    got = expect.call(predict, (flat, GRID, 4))
    what = "what predict returned for 4 flips and a flat density"
    expect.shape(got, (5,), what)
    expect.close(got, [0.2] * 5, what)
    leaning = Beta(3.0, 1.0).log_prob(GRID).exp()
    got = expect.call(predict, (leaning, GRID, 2))
    what = "what predict returned for 2 flips and the density Beta(3, 1)"
    expect.close(got, [0.1, 0.3, 0.6], what)
    got = expect.call(predict, (leaning, GRID, 0))
    expect.close(got, [1.0], "what predict returned for no flips")

# %% [markdown]
# The first answer surprises many: if every theta is as likely as any other, then so is every number of heads. A coin
# that is *known* to be fair shows two heads of four far more often. To see how much it matters that theta is not
# known, put the posterior mean in its place:

# %%
with expect.when_written("log_likelihood", "grid_posterior", "predict"):
    log_lik = log_likelihood(GRID, heads=7, tails=2)
    density, _ = grid_posterior(log_prior, log_lik, GRID)
    mean = torch.trapezoid(GRID * density, GRID)
    throws = torch.arange(11)
    unknown = predict(density, GRID, 10)
    known = [math.comb(10, k) * mean**k * (1 - mean) ** (10 - k) for k in range(11)]
    figure, axes = plt.subplots(figsize=(7, 3))
    axes.bar(throws - 0.2, unknown, 0.4, color="tab:blue", label="over the posterior")
    style = {"color": "lightgrey", "edgecolor": "dimgrey", "hatch": "//"}
    axes.bar(throws + 0.2, known, 0.4, label="theta at its mean", **style)
    axes.set(title="The next ten throws", xlabel="hats", ylabel="probability")
    axes.legend()
    show.figure(
        figure,
        "Two rows of bars over the number of hats from 0 to 10. The bars with theta at "
        "its mean crowd around 6; those over the posterior are lower there and longer "
        "at both ends.",
    )
    print(f"ten hats in ten, over the posterior: {unknown[10]:.4f}")
    print(f"ten hats in ten, theta at its mean:  {known[10]:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "programs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Who forgets that theta is uncertain is too sure of the future.
#
# ## 6. A program, and the runs that you throw away
#
# Grids are fine for one unknown number, and hopeless for ten. There is another way to condition, and it works for
# every program that can be run. Remember the generative process of the first notebook: a recipe that makes up one
# world after another. **Run it many times, and throw away every world that does not agree with what you have seen.**
# The worlds that are left follow the posterior. It is called *rejection sampling*.
#
# Here a program is a function that takes a source of luck, a `torch.Generator`, and returns a dictionary: the name
# and the value of everything that it has drawn. The second coin of this one leans to the side that the first one
# shows:


# %%
def flip(chance: float, luck: torch.Generator) -> bool:
    """True with this chance."""
    return torch.rand((), generator=luck).item() < chance


def two_coins(luck: torch.Generator) -> dict[str, bool]:
    first = flip(0.5, luck)
    second = flip(0.9 if first else 0.1, luck)
    return {"first": first, "second": second}


luck = torch.Generator().manual_seed(4)
for _ in range(4):
    print(two_coins(luck))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_reject", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: rejection sampling · 3 points
#
# Write `reject(program, evidence, n, seed)`:
#
# - `program` is such a function: it takes a generator and returns a dictionary. `evidence` is a dictionary from names
#   to the values that were seen, with any number of entries, perhaps none.
# - Make **one** generator with `torch.Generator().manual_seed(seed)`, and run the program **n times** with it, one
#   run after the other, so that the luck goes on from run to run. `n` is a whole number from 0 on.
# - It **returns a list**: the dictionaries of the runs that agree with *all* of the evidence, in the order in which
#   they came, as the program returned them. A run agrees if it has every name of the evidence, with exactly that
#   value. A run in which a name does not occur at all does not agree.
# - If no run agrees, that is an empty list. `evidence` is left as it came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With an empty list, a generator, and a loop. When does a run go into the list?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# `all(...)` over `evidence.items()` is true if every one of them agrees, and also if there are none. Ask first
# whether the name is `in` the run.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "reject", "locked": false, "schema_version": 3, "solution": true, "task": false}
def reject(
    program: Callable[[torch.Generator], dict], evidence: dict, n: int, seed: int
) -> list[dict]:
    """Those of n runs of a program that agree with the evidence, in their order.

    program: takes a generator, returns name -> value. One generator with this seed
    serves all runs.

    >>> reject(two_coins, {"second": True}, n=4, seed=0)
    [{'first': True, 'second': True}, {'first': True, 'second': True}, …]
    """
    ### BEGIN SOLUTION
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    return [
        run
        for run in runs
        if all(name in run and run[name] == value for name, value in evidence.items())
    ]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "reject_runs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def three_rolls(luck: torch.Generator) -> dict[str, int]:
    """Two dice, and a third one only if the first shows a six."""
    rolls = torch.randint(1, 7, (3,), generator=luck).tolist()
    return dict(zip("abc" if rolls[0] == 6 else "ab", rolls, strict=False))


with expect.check(
    "Runs of two programs, kept and thrown away",
    also="other programs, and several things seen at once",
):
    luck = torch.Generator().manual_seed(11)
    runs = [two_coins(luck) for _ in range(60)]
    got = expect.call(reject, (two_coins, {}, 60, 11))
    what = "what reject returned for 60 runs of two_coins and nothing seen"
    expect.length(got, 60, what)
    expect.equal(got, runs, what)
    got = expect.call(reject, (two_coins, {"second": True}, 60, 11))
    what = "what reject returned for 60 runs of two_coins and heads on the second"
    kept = [run for run in runs if run["second"]]
    expect.length(got, len(kept), what)
    expect.equal(got, kept, what)
    got = expect.call(reject, (three_rolls, {"c": 2}, 90, 5))
    what = "a run of three_rolls that reject kept for a third roll of 2"
    expect.that(isinstance(got, list) and bool(got), f"{what}: there is none.")
    expect.that(all(run.get("c") == 2 for run in got), f"{what} has no such roll.")
    both = {"b": 3, "a": 4}
    got = expect.call(reject, (three_rolls, both, 300, 5))
    expect.that(isinstance(got, list) and bool(got), "No run was kept for two rolls.")
    agree = all(run["a"] == 4 and run["b"] == 3 for run in got)
    expect.that(
        agree, "A run that reject kept does not agree with all of what was seen."
    )

# %% [markdown]
# Two questions at once, for both of which we know the answer. The second coin shows heads; what about the first? By
# the table: .45 of .45 + .05, so 0.9, and the evidence is 0.5. And the friend across the noisy room: three times
# heads was heard. There the share of the runs that are kept is an estimate, too. Of what?


# %%
def noisy_room(luck: torch.Generator) -> dict[str, float | bool]:
    theta = torch.rand((), generator=luck).item()
    world = {f"heard {i}": flip(0.1 + 0.8 * theta, luck) for i in (1, 2, 3)}
    return world | {"theta": theta}


with expect.when_written("reject"):
    kept = reject(two_coins, {"second": True}, n=4000, seed=1)
    share = sum(run["first"] for run in kept) / len(kept)
    print(f"first coin heads, given the second: {share:.3f}   exact: 0.900")
    print(f"share of the runs that were kept:   {len(kept) / 4000:.3f}   exact: 0.500")

    heard = {f"heard {i}": True for i in (1, 2, 3)}
    kept = reject(noisy_room, heard, n=4000, seed=2)
    mean = sum(run["theta"] for run in kept) / len(kept)
    print(f"mean of theta, given three heads:   {mean:.3f}   exact: {0.77513:.3f}")
    print(f"share of the runs that were kept:   {len(kept) / 4000:.3f}", end="   ")
    print(f"exact: {math.exp(-1.58473):.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "seeing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The share that is kept is the evidence. When it is one in a million, a million runs leave a single one: that is why
# the rest of the course has better methods. But all of them answer the question that this one asks.
#
# ## 7. Seeing is not doing
#
# A last pair of questions, in which many a wise person has gone wrong. The second of the two coins shows heads.
#
# - You have **seen** it. Then you have learned something about the first coin: 0.9.
# - You have **turned it over by hand**, so that it shows heads. Then you have learned nothing about the first coin:
#   what it showed, it showed before you came. Its probability is still 0.5.
#
# Both times "the second coin shows heads" is true. But in the second case it did not come about by the program: you
# have cut out the line that draws it, and put a value in its place. That is called an *intervention*, and it is not
# conditioning. Set the *first* coin by hand, and the second follows, exactly as if you had seen it: causes run with
# the program, and not against it.

# %%
first = torch.tensor([0.5, 0.5])  # tails, heads
second = torch.tensor([[0.9, 0.1], [0.1, 0.9]])  # row: given the first is tails, heads
both = first.unsqueeze(1) * second  # [2, 2], first and second
see = both[:, 1] / both[:, 1].sum()
print("the first coin, when the second is seen to be heads: ", see)
print("the first coin, when the second is turned to heads:  ", first)
print("the second coin, when the first is seen to be heads: ", both[1] / both[1].sum())
print("the second coin, when the first is turned to heads:  ", second[1])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_seeing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 6: seeing and doing · 3 points
#
# Write `seeing_and_doing(first, second)` for two things with any numbers of values:
#
# - `first` is a float tensor of shape `[k]`: the probability of each value of the first. `second` has the shape `[k,
#   m]`: row i has the probabilities of the second's m values, given that the first has its value i.
# - It **returns a pair** `(seeing, doing)` of tensors, both of shape `[m, k]`. Row v of `seeing` is the distribution
#   of the first when the second **was seen** to have the value v. Row v of `doing` is that when the second **was
#   set** to v by hand.
# - If the second never has the value v by itself, it cannot be seen: that row of `seeing` is NaN. It can be set all
#   the same.
# - `first` and `second` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# `seeing` is a table of conditionals, as in the first notebook: the joint, divided by a marginal. Which sum has to be
# 1 in the end?
#
# </details>
#
# <details><summary>Hint 2: what does the first thing know?</summary>
#
# Nothing of what you do with the second one afterwards. `expand` repeats a row of a tensor without copying it:
# `row.expand(m, -1)`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "seeing_and_doing", "locked": false, "schema_version": 3, "solution": true, "task": false}
def seeing_and_doing(
    first: torch.Tensor, second: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The first's distribution for each value of the second: seen, and set by hand.

    first: [k]; second: [k, m], a distribution in each row. Returns (seeing, doing),
    both [m, k], a distribution in each row; seeing has NaN where nothing can be seen.

    >>> second = torch.tensor([[0.9, 0.1], [0.1, 0.9]])
    >>> seeing, doing = seeing_and_doing(torch.tensor([0.5, 0.5]), second)
    >>> seeing[1], doing[1]
    (tensor([0.1000, 0.9000]), tensor([0.5000, 0.5000]))
    """
    ### BEGIN SOLUTION
    joint = (first.unsqueeze(1) * second).T  # [m, k]
    seeing = joint / joint.sum(dim=1, keepdim=True)
    return seeing, first.expand(second.shape[1], -1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "see_do", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Two coins, and a coin that decides about a die",
    also="things with other numbers of values",
):
    answer = expect.call(seeing_and_doing, (first, second))
    expect.length(answer, 2, "what seeing_and_doing returned, a pair of tables,")
    for got, wanted, word in zip(answer, (see, first), ("seen", "set"), strict=True):
        what = f"the table for the second coin being {word}"
        expect.shape(got, (2, 2), what)
        expect.close(got[1], wanted, f"the row of heads in {what}")
    coin = torch.tensor([0.25, 0.75])
    die = torch.tensor([[0.5, 0.5, 0.0, 0.0], [0.2, 0.2, 0.6, 0.0]])
    answer = expect.call(seeing_and_doing, (coin, die))
    expect.length(answer, 2, "what seeing_and_doing returned, a pair of tables,")
    tables = ([[5 / 11, 6 / 11]] * 2 + [[0.0, 1.0], [math.nan] * 2], [[0.25, 0.75]] * 4)
    for got, wanted, word in zip(answer, tables, ("seen", "set"), strict=True):
        what = f"the table for the die being {word}"
        expect.shape(got, (4, 2), what)
        expect.close(got, wanted, what)

# %% [markdown]
# ## What you can do now
#
# - Say what prior, likelihood, evidence and posterior are, and find each of them in a table and under a curve.
# - Work out a posterior on a grid, also for so much data that its likelihood is too small for the computer.
# - Tell MLE, MAP and posterior mean apart, and predict what comes next without forgetting how uncertain you are.
# - Condition any program that can be run: by throwing away the runs that do not agree.
# - Tell seeing from doing.
#
# In section 6 a program had to hand over a dictionary of what it had drawn. Before 3 teaches programs to keep that
# book by themselves, and to say how likely each run is.

# %%
expect.overview()  # how far are you? run this cell whenever you like
