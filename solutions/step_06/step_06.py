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
# # Step 6 · How well does it fit?
#
# | | |
# |---|---|
# | **Goal** | Use the log density of observed data as a score, and find the setting with the best one |
# | **Minutes** | 35 |
# | **Prerequisites** | step_03, step_04, step_05 |

# %% [markdown]
# ## The knob that nobody wrote down
#
# So far somebody always told the model its parameters, and the model made data. In life it is the other way round.
# The data are on the table, and the setting that made them is what we want to know: the level of the river, from
# the readings of a gauge; the rate at which people call a help desk, from the times between the calls.
#
# You have everything that you need. A model says how likely data are *if* the setting is this or that. So try a
# setting, look how likely it makes the data, and try another. The setting that makes the data most likely fits them
# best. This is called **maximum likelihood**, and most of the rest of the course is about doing it better.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # standard deviation of one reading's error

# %% [markdown]
# ## 1. A score for a setting
#
# Here is the help desk. The minutes between two calls are modelled by an exponential distribution with a *rate*, in
# calls per minute: the higher the rate, the shorter the waiting. The rate is an ordinary argument of the function
# here, so that we can try one after another.


# %%
def help_desk(waits: torch.Tensor, rate: float) -> None:
    """Minutes between calls, observed. waits: [n]."""
    with pyro.plate("calls", len(waits)):
        pyro.sample("wait", dist.Exponential(rate), obs=waits)


waits = torch.tensor([0.9, 3.1, 0.4, 6.0, 1.7, 2.2, 0.3, 4.4])

figure, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
minutes = torch.linspace(0.0, 8.0, 161)
for ax, rate in zip(axes, (0.4, 1.5), strict=True):
    fit = poutine.trace(help_desk).get_trace(waits, rate).log_prob_sum().item()
    density = dist.Exponential(rate)
    ax.plot(minutes, density.log_prob(minutes).exp(), color="tab:blue")
    ax.vlines(waits, 0.0, density.log_prob(waits).exp(), color="black", linewidth=1)
    title = f"rate {rate}: log density {fit:.2f}"
    ax.set(title=title, xlabel="minutes between calls")
axes[0].set(ylabel="density")
figure.tight_layout()
show.figure(
    figure,
    "Two falling curves over the minutes between calls, with a black line for each "
    "observed wait. With the rate 0.4 the curve falls slowly and all lines have some "
    "height; with the rate 1.5 it starts high, and the lines of the long waits vanish.",
)

# %% [markdown]
# The curve is what a setting believes, the black lines are what happened: each observed wait, with the density that
# the setting gives to it. The joint density is the *product* of the heights of all black lines. On the right a few
# short waits have tall lines, but the long ones have hardly any, and one tiny factor spoils a product. So the
# setting on the left wins.
#
# The number in the title is the logarithm of that product, hence a *sum* of logarithms: the `log_prob_sum()` of
# steps 4 and 5, with the data **observed**. Three remarks before you use it.
#
# **Only differences mean something.** A log density of -15 is neither good nor bad. But if one setting has a log
# density that is 2 higher than another one's, on the same data, it makes these data `exp(2)` times as likely.
#
# **It may be positive.** A density is not a probability. Where the values crowd together it is larger than one, and
# its logarithm is larger than zero.
#
# **Never leave the logarithm.** The density itself becomes too small for the computer very soon:

# %%
run = poutine.trace(help_desk)
slow, fast = (run.get_trace(waits, rate).log_prob_sum() for rate in (0.4, 1.5))
times = (slow - fast).exp().item()
print(f"rate 0.4 makes these waits {times:.0f} times as likely as rate 1.5")
narrow = dist.Normal(0.0, 0.01).log_prob(torch.tensor(0.0))
print(f"a log density above zero:  {narrow:.2f}")

many = waits.repeat(100)  # the same waits a hundred times over
terms = dist.Exponential(0.4).log_prob(many)
print(f"log density of many waits: {terms.sum():.2f}")
print("their density:            ", terms.exp().prod().item())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: a score for the gauge · 3 points
#
# Back to the river of step 3. A reading is normal around the level `mu` with a standard deviation `sigma`, and the
# readings are independent. Write `score(data, mu, sigma)`:
#
# - `data` is a float tensor of shape `[n]`, for any `n` from 1 to several thousands; `mu` is a Python float; `sigma` is
#   a Python float from 0.01 on, a *standard deviation*. Readings and `mu` lie between -1000 and 1000.
# - It **returns a plain Python float**: the log density of **all the readings together**. That is a sum.
# - It is finite, also for thousands of readings. (The logarithm of a product of densities would not be.)
#
# There is no model for the gauge in this notebook yet. Write one of your own in the task's cell, with the data
# observed in a plate, and trace it; or ask the distribution directly. Both are right.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# `help_desk`, and the line in the loop below it that computes `fit`, are the pattern. Which distribution does the
# gauge have, and which two settings?
#
# </details>
#
# <details><summary>Hint 2: my score is another one each time</summary>
#
# Then something is drawn. Do the data reach the sample statement, behind `obs=`?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The terms of the readings are `log_prob` of a `Normal` at the data, a tensor of shape `[n]`. Add them up, and make
# a float of the sum with `.item()`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "score", "locked": false, "schema_version": 3, "solution": true, "task": false}
def score(data: torch.Tensor, mu: float, sigma: float) -> float:
    """The log density of independent readings, each Normal(mu, sigma), as a float.

    data: [n]; sigma: a standard deviation.

    >>> score(torch.tensor([0.0, 2.0]), mu=1.0, sigma=3.0)
    -4.146212...
    """
    ### BEGIN SOLUTION

    def gauge():
        with pyro.plate("N", len(data)):
            pyro.sample("y", dist.Normal(mu, sigma), obs=data)

    return poutine.trace(gauge).get_trace().log_prob_sum().item()
    ### END SOLUTION


# %% [markdown] nbgrader={"grade": false, "grade_id": "three_figures", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The check below repeats a small experiment from the guide that this course follows, "0 to Pyro in 60 Seconds".
# Three sets of a thousand numbers each are made with the middle at 0, 1 and 2. All three are scored with `mu` at 0
# and `sigma` at 1. The farther the data are from the model, the lower is the score. Your `score` should give the
# guide's own three figures.

# %% nbgrader={"grade": true, "grade_id": "score_value", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The guide's three figures, and another sigma",
    also="other data, settings and sizes",
):
    generator = np.random.default_rng(42)
    figures = {0.0: -1408.14, 1.0: -1855.00, 2.0: -3503.23}
    for middle, figure_of_the_guide in figures.items():
        numbers = torch.tensor(generator.normal(middle, 1.0, 1000)).float()
        value = expect.call(score, (numbers, 0.0, 1.0))
        what = f"the score of a thousand numbers around {middle:.0f}"
        expect.number(value, what)
        expect.close(value, figure_of_the_guide, what, atol=0.01)
    value = expect.call(score, (torch.tensor([0.0, 2.0]), 1.0, 3.0))
    what = "the score of the readings 0 and 2 with mu at 1 and sigma at 3"
    expect.number(value, what)
    expect.close(value, -4.1462, what, atol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "sizes", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. Data sets of different sizes
#
# The three sets of the guide could be compared because they are of equal size. Look what happens when they are not.
# Below are a thousand numbers that fit the model perfectly, and ten numbers that fit it badly. Which set will have
# the higher score?

# %%
pyro.set_rng_seed(0)
good, bad = torch.randn(1000), 2.0 + torch.randn(10)
for name, numbers in (("a thousand good ones", good), ("ten bad ones", bad)):
    total = dist.Normal(0.0, 1.0).log_prob(numbers).sum().item()
    print(f"{name:21} score {total:9.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_per_reading", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The bad ones. A sum of a thousand negative terms is low, however well each of them fits. So the score compares
# **settings on the same data**. To compare *data sets* one has to look at a single reading on average.
#
# ## Task 2: per reading · 2 points
#
# Write `per_reading(data, mu, sigma)`: the score divided by the number of readings, a plain Python float. The
# arguments are those of `score`.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# A sum over all readings is there already. What turns a sum into an average?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# It is one line. You have `score`, and `len(data)` says how many readings there are.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "per_reading", "locked": false, "schema_version": 3, "solution": true, "task": false}
def per_reading(data: torch.Tensor, mu: float, sigma: float) -> float:
    """The score of the data, [n], per reading: comparable between data sets."""
    ### BEGIN SOLUTION
    return score(data, mu, sigma) / len(data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "per_reading_value", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The score of a reading on average", also="other data and settings"):
    readings = torch.tensor([4.0, 7.0, 6.0, 5.0])
    for data, wanted in ((readings, -2.1009), (readings[:1], -2.0731)):
        what = f"what per_reading returned for the readings {data.tolist()}"
        value = expect.call(per_reading, (data, 5.0, 3.0))
        expect.number(value, what)
        expect.close(value, wanted, f"{what} with mu at 5 and sigma at 3", atol=1e-3)

# %% [markdown]
# And the two sets from above, per reading:

# %%
with expect.when_written("score", "per_reading"):
    for name, numbers in (("a thousand good ones", good), ("ten bad ones", bad)):
        print(f"{name:21} per reading {per_reading(numbers, 0.0, 1.0):6.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "grids", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Trying them all
#
# Now let the computer turn the knob. The simplest search is a **grid**: a list of candidates, each of which gets a
# score. The winner is the one with the highest. Here for the help desk:

# %%
rates = torch.linspace(0.1, 1.5, 57)
run = poutine.trace(help_desk)
heights = torch.tensor([run.get_trace(waits, rate).log_prob_sum() for rate in rates])
place = heights.argmax()  # heights: [57]
print("argmax says:           ", place)
print("the rate at that place:", rates[place])

figure, axes = plt.subplots(figsize=(7, 3))
axes.plot(rates, heights, ".-", markersize=4, color="tab:blue")
best = {"color": "tab:red", "linestyle": ":", "label": "the best rate on the grid"}
axes.axvline(rates[place].item(), **best)
axes.set(title="Every rate has a score", ylabel="log density of the waits")
axes.set(xlabel="rate [calls per minute]")
axes.legend()
show.figure(
    figure,
    "The log density of the waits over the rate. It climbs steeply from the left to a "
    "single top, which a dotted line marks, and falls more slowly to the right.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_best_mu", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `argmax` does not give the highest score, and not the best rate either: it gives the *place* of the highest score,
# counted from 0. What stands at that place on the grid is the best rate. (The curve is the likelihood of step 2
# again, as a logarithm.)
#
# ## Task 3: the best level · 3 points
#
# Write `best_mu(data, grid)`:
#
# - `data` is a float tensor of shape `[n]`; `grid` is a float tensor of shape `[k]` with candidates for `mu`. They
#   may be in any order, at any distance from one another, and they need not contain the mean of the data.
# - It **returns the candidate** with the highest `score`, with `sigma` at `NOISE`. It is a plain Python float. (If
#   several are equally good, any of them.)
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With a list that has one score for each candidate, in the order of the grid. `grid.tolist()` gives the candidates
# as floats.
#
# </details>
#
# <details><summary>Hint 2: my answer is a whole number</summary>
#
# Then it is probably a place. Which candidate stands there?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "best_mu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_mu(data: torch.Tensor, grid: torch.Tensor) -> float:
    """The candidate for mu with the highest score of the data, at sigma = NOISE.

    data: [n]; grid: [k]. Returns an entry of the grid as a float.

    >>> best_mu(torch.tensor([1.0, 2.0]), torch.tensor([5.0, 0.0, 1.0]))
    1.0
    """
    ### BEGIN SOLUTION
    scores = torch.tensor([score(data, mu, NOISE) for mu in grid.tolist()])
    return grid[scores.argmax()].item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "best_level", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The best of six candidates", also="other grids, in any order"):
    readings = torch.tensor([4.0, 4.5, 5.0, 11.0])
    candidates = torch.tensor([1.0, 6.0, 9.0, 4.0, 4.75, 11.0])
    found = expect.call(best_mu, (readings, candidates))
    expect.number(found, "what best_mu returned")
    what = "the best mu for the readings 4, 4.5, 5 and 11 of the candidates "
    expect.close(found, 6.0, f"{what}{candidates.tolist()}")

# %% [markdown]
# Try it on a day of readings. The true level was 3, but the computer does not know that. Where do you expect the
# top, and how far may it be from 3?

# %%
pyro.set_rng_seed(6)
day = 3.0 + NOISE * torch.randn(24)  # [24] readings
with expect.when_written("score", "best_mu"):
    grid = torch.linspace(-2.0, 8.0, 101)
    of_grid = [score(day, mu, NOISE) for mu in grid.tolist()]
    found = best_mu(day, grid)
    print(f"best mu on the grid: {found:.4f}")
    print(f"mean of the day:     {day.mean():.4f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(grid, of_grid, color="tab:blue", label="score")
    axes.axvline(found, color="tab:red", linestyle=":", label="best_mu")
    below = torch.full([24], min(of_grid))
    axes.plot(day, below, "|", color="black", markersize=12, label="the readings")
    axes.set(title="24 readings of the gauge", xlabel="mu")
    axes.set(ylabel="log density of the readings")
    axes.legend(loc="upper left")
    show.figure(
        figure,
        "The score of the day over mu, a hill, with a dotted line at your best_mu and "
        "a mark below for each reading.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_best_pair", "locked": true, "schema_version": 3, "solution": false, "task": false}
# For a normal distribution the best level is the mean of the data, or the candidate next to it. That is no
# accident: a normal log density loses the *square* of each distance, and the mean has the smallest sum of squares.
# But nobody told the computer. It would find the best rate, or any other setting, in the same way.
#
# ## Task 4: two knobs · 3 points
#
# What if the standard deviation is not known either? Then each *pair* of settings has a score. Write
# `best_pair(data, mus, sigmas)`:
#
# - `data` is a float tensor of shape `[n]`; `mus` and `sigmas` are float tensors of shapes `[k]` and `[m]` with
#   candidates, in any order; all `sigmas` are above 0.
# - It **returns a pair** `(mu, sigma)` of plain Python floats: of all `k` times `m` combinations of an entry of
#   `mus` with one of `sigmas` the one with the highest `score`. (If several are equally good, any of them.)
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Two loops, one in the other. Keep in mind the best score so far, and the pair that it belongs to.
#
# </details>
#
# <details><summary>Hint 2: or in one go</summary>
#
# Python's `max` takes a `key`: the thing by which it compares. The things to compare are pairs; their key is a
# score.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "best_pair", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_pair(
    data: torch.Tensor, mus: torch.Tensor, sigmas: torch.Tensor
) -> tuple[float, float]:
    """The combination (mu, sigma) of candidates with the highest score of the data.

    data: [n]; mus: [k]; sigmas: [m]. Returns two floats.
    """
    ### BEGIN SOLUTION
    pairs = [(mu, sigma) for mu in mus.tolist() for sigma in sigmas.tolist()]
    return max(pairs, key=lambda pair: score(data, *pair))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "best_settings", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The best pair of candidates", also="other data and candidates"):
    readings = torch.tensor([4.0, 4.5, 5.0, 11.0])
    mus, sigmas = torch.tensor([-3.0, 9.0, 10.5]), torch.tensor([8.0, 2.8, 1.8, 4.2])
    pair = expect.call(best_pair, (readings, mus, sigmas))
    expect.length(pair, 2, "what best_pair returned")
    for number in pair:
        expect.number(number, "each of the pair that best_pair returned")
    among = f"of mu {mus.tolist()} and of sigma 8, 2.8, 1.8, 4.2"
    what = f"the best pair for the readings {readings.tolist()}, candidates {among},"
    expect.close(pair, [9.0, 4.2], what)

# %% [markdown]
# A map of the scores for the day of readings, like a map of a mountain: along a line the score is the same. Before
# you run it, guess on which side of the top the mountain is steeper: towards a small sigma, or towards a large one?

# %%
with expect.when_written("score", "best_pair"):
    mus, sigmas = torch.linspace(0.8, 4.8, 33), torch.linspace(1.0, 3.5, 26)
    rows = [[score(day, mu, sigma) for mu in mus.tolist()] for sigma in sigmas.tolist()]
    heights = torch.tensor(rows)  # [26, 33]
    mu, sigma = best_pair(day, mus, sigmas)
    top = heights.max().item()
    print(f"best pair:          mu {mu:.3f}, sigma {sigma:.3f},", end=" ")
    print(f"score {score(day, mu, sigma):.2f}")
    print(f"what made the data: mu 3.000, sigma {NOISE:.3f},", end=" ")
    print(f"score {score(day, 3.0, NOISE):.2f}")

    figure, axes = plt.subplots(figsize=(7, 3.6))
    levels = [top - drop for drop in (20, 10, 5, 2, 0.5)]
    style = {"colors": "tab:blue", "linestyles": "solid"}
    lines = axes.contour(mus, sigmas, heights, levels=levels, **style)
    axes.clabel(lines, fmt="%.1f")
    axes.plot(mu, sigma, "o", color="tab:red", label="best_pair")
    axes.plot(3.0, NOISE, "x", color="black", markersize=9, label="what made the data")
    axes.set(title="Log density of the day", xlabel="mu", ylabel="sigma")
    axes.legend(loc="upper right")
    show.figure(
        figure,
        "A map with mu to the right and sigma upwards. Rings of equal score lie around "
        "one top and are closest together below it, towards small sigma. A dot marks "
        "your best pair, a cross the setting that made the data, off the top.",
    )

# %% [markdown]
# The cross is not on top. The setting that *made* the data is not the one that *fits* them best: 24 readings have
# their own whims, and the best fit follows them. How far off it may be, and which other settings are nearly as
# good, is a question that a single best setting cannot answer. Keep it in mind; it is the question that the rest of
# the course turns on.
#
# ## What you can do now
#
# - Score a setting by the log density of the observed data, and compare settings by the difference of their scores.
# - Say why scores of data sets of different sizes cannot be compared, and what can be done about it.
# - Find the best setting on a grid, for one knob and for two.
#
# A grid is fine for two knobs. For twenty there are not enough hours in the universe; step 9 finds a faster way up
# the mountain. But first, in step 7, mu itself becomes a random variable.

# %%
expect.overview()  # how far are you? run this cell whenever you like
