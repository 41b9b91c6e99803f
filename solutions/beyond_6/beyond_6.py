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
# # Beyond 6 · Dirichlet process mixtures
#
# | | |
# |---|---|
# | **Goal** | Break sticks, seat guests, fit a mixture that does not fix its number of groups, and ask it what has an answer |
# | **Minutes** | 75 |
# | **Prerequisites** | step_17, step_18, beyond_3 |
#
# In step 17 there were two captains, and you knew that. Here are the petals of 150 irises, measured in 1936 in a meadow.
# **How many kinds of iris grew there?** Nobody tells you. And if somebody collected ten times as many, new kinds might turn
# up.
#
# A *Dirichlet process mixture* does not want to be told the number. It has infinitely many groups, nearly all of them empty,
# and the data decide which ones they need. Infinitely many does not fit into a computer, so we begin with how little of it
# is needed.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, TraceEnum_ELBO
from pyro.infer.autoguide import AutoNormal, init_to_value
from pyro.optim import ClippedAdam
from sklearn.datasets import load_iris

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
torch.set_printoptions(precision=3, sci_mode=False)

petals = torch.tensor(load_iris().data[:, 2], dtype=torch.float32)  # lengths, in cm

figure, axes = plt.subplots(figsize=(7, 2.6))
axes.hist(petals.numpy(), bins=30, color="lightgrey", edgecolor="white")
axes.set(title="150 irises", xlabel="length of a petal [cm]", ylabel="flowers")
show.figure(
    figure, "A histogram with a narrow hump around 1.5 cm and a wide one around 5 cm."
)
print(f"{len(petals)} petals, mean {petals.mean():.2f} cm, sd {petals.std():.2f} cm")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. Breaking a stick
#
# The groups need weights: positive numbers, infinitely many of them, that add up to 1. Take a stick of length 1. Break off a
# share `betas[0]` of it: the first weight. Of **what remains** break off a share `betas[1]`: the second. And so on. Whatever
# the shares are, the pieces never add up to more than the stick.
#
# Somewhere one stops, and calls all that remains the last piece. So K shares give **K + 1 weights**.
#
# ## Task 1: the pieces · 3 points
#
# Write `weights(betas)`.
#
# - `betas` is a tensor [..., K] of shares between 0 and 1, K may be 0. It is not changed.
# - It returns a tensor [..., K + 1]. Along the last dim: piece k is the share `betas[k]` of what the pieces before it have
#   left, and **the last is the remainder**, so that they **sum to 1**. Dims to the left are separate sticks.
# - It is differentiable: gradients flow to the betas.
#
# <details><summary>Hint 1: on paper</summary>
#
# Break a stick by 0.5, 0.5, 0.5. Which lengths do you get, and what is left? What has been left before piece k is a product.
#
# </details>
#
# <details><summary>Hint 2: a product that runs</summary>
#
# `cumprod(-1)` gives the products of the first one, two, three … entries. Before the first piece there is the whole stick, 1:
# put it in front by `torch.cat`. And which share does the last piece take of what is left?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "weights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def weights(betas: torch.Tensor) -> torch.Tensor:
    """The pieces [..., K + 1] of a stick broken by the shares betas [..., K].

    Example: weights(torch.tensor([0.2, 0.5])) is [0.2, 0.4, 0.4].
    """
    ### BEGIN SOLUTION
    whole = torch.ones_like(betas[..., :1]) if betas.shape[-1] else betas.new_ones(1)
    whole = whole.expand(*betas.shape[:-1], 1)
    left = torch.cat([whole, (1.0 - betas).cumprod(-1)], -1)
    return torch.cat([betas, whole], -1) * left
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sticks", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The pieces of a stick", also="other shares, sizes and sticks"):
    shares = torch.tensor([0.2, 0.5, 0.25])
    pieces = expect.call(weights, (shares,))
    expect.close(pieces, [0.2, 0.4, 0.1, 0.3], "the pieces for 0.2, 0.5, 0.25")
    several = torch.tensor([[0.2, 0.5], [0.9, 0.1]])
    told = "the pieces of two sticks"
    pieces = expect.call(weights, (several,))
    expect.close(pieces, [[0.2, 0.4, 0.4], [0.9, 0.01, 0.09]], told)
    expect.close(expect.call(weights, (torch.zeros(0),)), [1.0], "no share at all")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_expected", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Where do the shares come from? In a Dirichlet process each is **Beta(1, alpha)**, independent of the others. The mean of
# such a share is 1/(1 + alpha). A small alpha breaks off nearly all at once: few groups. A large alpha breaks off
# crumbs: many groups.

# %%
with expect.when_written("weights"):
    pyro.set_rng_seed(6)
    for alpha in (0.3, 1.0, 5.0):
        shares = dist.Beta(1.0, alpha).expand([7]).sample()
        print(f"alpha {alpha}: {weights(shares)}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_truncation", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: what to expect, and where to stop · 3 points
#
# Shares are independent, so the mean of a product is the product of the means. That gives two things at once:
#
# - `expected_weight(alpha, k)`: the mean of **piece number k, counted from 1**, a float. Not the remainder: a piece of a
#   stick that goes on.
# - `truncation(alpha, eps)`: **the smallest whole number K, at least 1, of shares after which the remainder is at most
#   `eps` on the average**. For eps 1 or more it is 1.
#
# `alpha` and `eps` are positive floats.
#
# <details><summary>Hint 1: what is left on the average?</summary>
#
# After one share, on the average, alpha/(1 + alpha). After two?
#
# </details>
#
# <details><summary>Hint 2: a search</summary>
#
# A `while` loop that breaks on until little enough is left needs no logarithm.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "truncation", "locked": false, "schema_version": 3, "solution": true, "task": false}
def expected_weight(alpha: float, k: int) -> float:
    """The mean of piece k = 1, 2, … when shares are Beta(1, alpha).

    Example: expected_weight(1.0, 1) is 0.5.
    """
    ### BEGIN SOLUTION
    return (alpha / (1.0 + alpha)) ** (k - 1) / (1.0 + alpha)
    ### END SOLUTION


def truncation(alpha: float, eps: float) -> int:
    """The fewest shares (1 at least) that leave eps of the stick at most, on average.

    Example: truncation(1.0, 0.3) is 2.
    """
    ### BEGIN SOLUTION
    shares, left = 1, alpha / (1.0 + alpha)
    while left > eps:
        shares, left = shares + 1, left * alpha / (1.0 + alpha)
    return shares
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "expected_pieces", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("The mean of a piece", also="other alphas and pieces"):
    for alpha, k, wanted in ((1.0, 1, 0.5), (3.0, 1, 0.25), (3.0, 3, 0.140625)):
        mean = expect.call(expected_weight, (alpha, k))
        expect.close(mean, wanted, f"expected_weight({alpha}, {k})")

# %% nbgrader={"grade": true, "grade_id": "enough_sticks", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Where to stop", also="other alphas and bounds"):
    cases = ((1.0, 0.3, 2), (1.0, 0.125, 3), (3.0, 0.5, 3), (0.5, 2.0, 1))
    for alpha, eps, wanted in cases:
        shares = expect.call(truncation, (alpha, eps))
        expect.equal(shares, wanted, f"truncation({alpha}, {eps})")

# %%
with expect.when_written("truncation"):
    for alpha in (0.1, 1.0, 5.0):
        print(f"alpha {alpha}: {truncation(alpha, 0.01)} shares leave 1 % or less")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_seat", "locked": true, "schema_version": 3, "solution": false, "task": false}
# So much for infinity. It costs a handful of shares, or some dozens.
#
# ## 2. Guests and tables
#
# The same thing from the side of the data. Forget the weights. A restaurant has infinitely many tables, and guests come in
# one after the other. A guest sits down at a table **with a probability proportional to the number of guests there**, and
# opens **a new one with a probability proportional to alpha**. Tables are groups. It can be shown that who sits with whom
# has the very law of draws from stick weights that are then forgotten. The rich get richer, and the door to something new
# never shuts.
#
# ## Task 3: the restaurant · 4 points
#
# Write two functions.
#
# - `expected_tables(n, alpha)`: the mean number of occupied tables after n guests, a float. n may be 0.
# - `seat(n, alpha, seed)`: **one evening**, a list of n plain ints: the table of each guest. **Tables are numbered from 0
#   in the order in which they are opened**, so the first guest sits at 0, and a new table has the next number. All chance
#   comes from `seed`: the same seed gives the same evening, whatever was drawn before; another seed another one. n may be 0.
#
# The graders count evenings of four guests over a thousand seeds and more. (Chance plays a part, so a grader that is not
# content tries again with other seeds, up to three times in all.)
#
# <details><summary>Hint 1: how many tables?</summary>
#
# When i guests sit already, the next opens a table with probability alpha/(alpha + i). Which values does i take?
#
# </details>
#
# <details><summary>Hint 2: how to choose</summary>
#
# Keep a list `guests` with the number at each table. `torch.multinomial` takes weights that need not sum to 1, and a
# `generator`: `torch.Generator().manual_seed(seed)`, made once for the evening.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "seat", "locked": false, "schema_version": 3, "solution": true, "task": false}
def expected_tables(n: int, alpha: float) -> float:
    """The mean number of occupied tables after n guests.

    Example: expected_tables(2, 1.0) is 1.5.
    """
    ### BEGIN SOLUTION
    return float(sum(alpha / (alpha + i) for i in range(n)))
    ### END SOLUTION


def seat(n: int, alpha: float, seed: int) -> list[int]:
    """The table of each of n guests, tables numbered from 0 as they are opened.

    Example: seat(1, 2.0, 0) is [0].
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*guests, alpha])
        table = int(torch.multinomial(odds, 1, generator=generator))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "tables_expected", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("How many tables to expect", also="other alphas and evenings"):
    for n, alpha, wanted in ((0, 2.0, 0.0), (1, 2.0, 1.0), (3, 2.0, 2.166667)):
        mean = expect.call(expected_tables, (n, alpha))
        expect.close(mean, wanted, f"expected_tables({n}, {alpha})")

# %% nbgrader={"grade": true, "grade_id": "seat_law", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def evenings(seat, n: int, alpha: float, seeds: int) -> list[list[int]]:
    """One evening for each seed."""
    return [seat(n, alpha, seed) for seed in range(seeds)]


with expect.check("Evenings in the restaurant", also="other alphas, by counting"):
    expect.equal(expect.call(seat, (0, 2.0, 3)), [], "an evening without guests")
    for seed in range(3):
        tables = expect.call(seat, (12, 2.0, seed))
        expect.length(tables, 12, "an evening of 12 guests")
        told = "Tables are numbered from 0 in the order in which they are opened."
        for i, table in enumerate(tables):
            expect.that(type(table) is int, "A table's number is a plain int.")
            expect.that(0 <= table <= max([-1, *tables[:i]]) + 1, told)
    again = expect.call(seat, (12, 2.0, seed), seed=1)
    expect.equal(again, tables, "the evening of one seed, the second time")
    many = expect.call(evenings, (seat, 4, 2.0, 600))
    alone = sum(tables == [0, 1, 2, 3] for tables in many) / 600
    told = "the share of evenings on which four guests sit alone, for alpha = 2,"
    expect.close(alone, 0.1333, told, rtol=0.0, atol=0.06)
    one = sum(tables == [0, 0, 0, 0] for tables in many) / 600
    told = "the share of evenings on which all four sit at one table, for alpha = 2,"
    expect.close(one, 0.1, told, rtol=0.0, atol=0.05)

# %%
with expect.when_written("expected_tables", "seat"):
    figure, axes = plt.subplots(figsize=(7, 3.4))
    for alpha, colour in ((0.3, BLUE), (1.0, ORANGE), (5.0, GREEN)):
        mean = [expected_tables(n, alpha) for n in range(151)]
        axes.plot(mean, color=colour, label=f"alpha {alpha}")
        for seed in range(2):
            tables = seat(150, alpha, seed)
            opened = [max(tables[: n + 1]) + 1 for n in range(150)]
            axes.step(range(1, 151), opened, color=colour, alpha=0.4, linewidth=1)
    axes.set(xlabel="guests", ylabel="occupied tables", title="The door never shuts")
    axes.legend()
    show.figure(
        figure,
        "The mean number of tables against guests, for three alphas, with two evenings "
        "each: it rises ever more slowly, and more for a large alpha.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. The mixture
#
# Now the irises. Each group has a loc and a scale of its own; each flower belongs to a group. T groups are enough if T is
# large, since the last weight is all that remains.
#
# Which group a flower belongs to is a choice, and step 17 taught you what to do with choices: **add them up**. (Pyro's own
# tutorial on this subject has a guide that draws the choices. Its gradients are those of the score, and tremble; beyond_5 says
# how much.)
#
# ## Task 4: the model · 4 points
#
# Write `model(data, alpha, T)`, for `data` [N], `alpha` a positive float and T at least 2:
#
# - in a plate `"sticks"` of size T - 1: `"betas"` ~ Beta(1, alpha);
# - in a plate `"groups"` of size T: `"locs"` ~ Normal(4, 2) and `"scales"` ~ LogNormal(-1, 0.7), both in cm;
# - in a plate `"data"` of size N: `"z"` ~ Categorical with the **weights of the betas**, marked for parallel enumeration, and
#   `"y"` ~ Normal with the **loc and scale of group z**, observed.
#
# No params. What it returns is free.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the model of step 17. The Dirichlet is gone, the sticks have come; and there is one scale for each group.
#
# </details>
#
# <details><summary>Hint 2: three plates</summary>
#
# They stand below one another, not inside one another: a share does not belong to a flower, nor a group to a share.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor, alpha: float, T: int) -> None:
    """A mixture of T normals with stick-breaking weights, z summed out. data: [N]

    Sites betas [T - 1], locs [T], scales [T], z [N] (enumerated), y [N] (observed).
    """
    ### BEGIN SOLUTION
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(1.0, alpha))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(4.0, 2.0))
        scales = pyro.sample("scales", dist.LogNormal(-1.0, 0.7))
    with pyro.plate("data", len(data)):
        mark = {"enumerate": "parallel"}
        z = pyro.sample("z", dist.Categorical(weights(betas)), infer=mark)
        pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def loss_given(model, data, alpha, values) -> float:
    """The loss of TraceEnum_ELBO when all but z is held: minus the log joint."""
    held = poutine.condition(model, values)
    elbo = TraceEnum_ELBO(max_plate_nesting=1)
    return elbo.loss(held, lambda data, alpha, T: None, data, alpha, 3)


with expect.check("The mixture as a program", also="other data, values, alphas and T"):
    told = "This check needs a right `weights`: look at Task 1 once more."
    pieces = expect.call(weights, (torch.tensor([0.2, 0.5]),))
    expect.shape(pieces, (3,), "what weights returned for two shares")
    right = torch.tensor([0.2, 0.4, 0.4])
    expect.that(torch.allclose(torch.as_tensor(pieces, dtype=right.dtype), right), told)
    three = torch.tensor([1.5, 4.0, 6.0])
    trace = expect.trace(model, (three, 2.0, 3))
    latent = ["betas", "locs", "scales", "z"]
    expect.sites(trace, latent=latent, observed=["y"], params=[])
    expect.site(trace, "betas", batch_shape=(2,), plates={"sticks": 2})
    expect.site(trace, "locs", batch_shape=(3,), plates={"groups": 3})
    expect.site(trace, "scales", batch_shape=(3,), plates={"groups": 3})
    expect.site(trace, "z", batch_shape=(3,), plates={"data": 3})
    expect.site(trace, "y", batch_shape=(3,), plates={"data": 3})
    values = {
        "betas": torch.tensor([0.2, 0.5]),
        "locs": torch.tensor([1.5, 5.0, 3.0]),
        "scales": torch.tensor([0.3, 0.8, 2.0]),
    }
    held = expect.trace(model, (three, 2.0, 3), values=values)
    told = "the log density of betas, for alpha = 2,"
    expect.close(held.sites["betas"].log_prob, [0.470004, 0.0], told)
    told = "the log density of the locs at 1.5, 5, 3"
    expect.close(held.sites["locs"].log_prob, [-2.393336, -1.737086, -1.737086], told)
    told = "the log density of the scales at 0.3, 0.8, 2"
    expect.close(held.sites["scales"].log_prob, [0.599255, -0.954942, -4.180663], told)
    loss = expect.call(loss_given, (model, three, 2.0, values))
    told = "the loss of TraceEnum_ELBO with these held: minus their log joint"
    expect.close(loss, 15.0195, told, rtol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4. The fit
#
# A mixture has many local optima (step 18), so where it starts matters. The next cell makes a start for you. It spreads
# some groups over the data, and leaves the rest of the stick, 3 %, to the other ones.


# %% nbgrader={"grade": false, "grade_id": "start", "locked": true, "schema_version": 3, "solution": false, "task": false}
def spread_out(data: torch.Tensor, T: int, groups: int) -> dict[str, torch.Tensor]:
    """Start values by site: `groups` of the T groups (fewer than T) share the data."""
    k = torch.arange(groups)
    betas, locs = torch.full((T - 1,), 0.5), data.mean().repeat(T)
    scales = data.std().repeat(T)
    betas[:groups] = 0.97 / (groups - 0.97 * k)  # equal weights, 0.97 in all
    locs[:groups] = data.quantile((k + 0.5) / groups)
    scales[:groups] = data.std() / groups
    return {"betas": betas, "locs": locs, "scales": scales}


for name, value in spread_out(petals, 6, 2).items():
    print(f"{name:7}{value}")

# %% [markdown]
# ## Task 5: the fit · 4 points
#
# Write `fit(model, data, alpha, T, start, steps=150)`:
#
# - It **empties the param store** and trains an **AutoNormal** guide of the model **without the site `"z"`** by **exactly
#   `steps` steps** of SVI with **TraceEnum_ELBO**. Model and guide are called as `(data, alpha, T)`. The guide's medians start at
#   `start`, a dictionary by site.
# - It returns a tuple: the **medians** of the trained guide, a dictionary by site with the constrained values, and the
#   **losses**, a list of `steps` plain floats.
#
# How you train is free. What counts is the **quality with the default**, from a start like that of the cell above, on
# 80 to 120 data with two or three groups: the mean log density of the data under the mixture of the medians may be **at
# most 0.06 below** that under the mixture that made them. This is enough for it:
#
#     ClippedAdam({"lr": 0.1, "lrd": 0.98})
#     TraceEnum_ELBO(max_plate_nesting=1)
#
# (Chance plays a part, so a grader that is not content tries again, up to three times in all.)
#
# <details><summary>Hint 1: the guide</summary>
#
# It is that of step 17: a blocked model, and an `init_loc_fn` that takes values by site.
#
# </details>
#
# <details><summary>Hint 2: the medians</summary>
#
# `guide.median(data, alpha, T)` gives them by site, constrained, and with a graph: `detach` each.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "fit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit(
    model, data: torch.Tensor, alpha: float, T: int, start: dict, steps: int = 150
) -> tuple[dict[str, torch.Tensor], list[float]]:
    """Train an AutoNormal guide for a model(data, alpha, T) with z summed out.

    Returns the medians by site, constrained, and the loss of each step.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    continuous = poutine.block(model, hide=["z"])
    guide = AutoNormal(continuous, init_loc_fn=init_to_value(values=start))
    optimiser = ClippedAdam({"lr": 0.1, "lrd": 0.98})
    svi = SVI(model, guide, optimiser, TraceEnum_ELBO(max_plate_nesting=1))
    losses = [svi.step(data, alpha, T) for _ in range(steps)]
    medians = guide.median(data, alpha, T)
    return {name: value.detach() for name, value in medians.items()}, losses
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_density", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def two_humps(data, alpha, T):
    """A mixture of the grader's own, with the sites of task 4 and fixed scales."""
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(1.0, alpha))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(0.0, 5.0))
    left = (1.0 - betas).cumprod(-1)
    pieces = torch.stack([betas[0], betas[1] * left[0], left[1]])
    with pyro.plate("data", len(data)):
        mark = {"enumerate": "parallel"}
        z = pyro.sample("z", dist.Categorical(pieces), infer=mark)
        pyro.sample("y", dist.Normal(locs[z], 1.0), obs=data)


def short_fit(fit, start) -> list:
    """A fit of 40 steps to eight numbers, the params afterwards, the alphas used."""
    data = torch.tensor([-4.0, -3.0, -2.5, -3.5, 4.0, 5.0, 6.0, 5.5])
    alphas = set()

    def noting(data, alpha, T):
        alphas.add(float(alpha))
        two_humps(data, alpha, T)

    pyro.param("left_over", torch.tensor(7.0))
    answer = fit(noting, data, 0.75, 3, start, steps=40)
    return [answer, sorted(pyro.get_param_store().keys()), sorted(alphas)]


with expect.check("A fit of two humps", also="your default, on other data"):
    start = {"betas": torch.tensor([0.45, 0.9]), "locs": torch.tensor([-2.0, 3.0, 0.0])}
    answer, store, alphas = expect.call(short_fit, (fit, start))
    expect.length(answer, 2, "what fit returned")
    medians, losses = answer
    expect.dictionary(medians, "the medians", ["betas", "locs"])
    expect.floats(losses, "the losses of 40 steps", 40)
    told = "Its locs start near -2 and 3, and have to come near -3.2 and 5.1."
    expect.shape(medians["locs"], (3,), "the median of the locs")
    locs = medians["locs"]
    near = abs(locs[0] + 3.2) < 0.8 and abs(locs[1] - 5.1) < 0.8
    expect.that(near, told)
    expect.shape(medians["betas"], (2,), "the median of the betas")
    shares = torch.as_tensor(medians["betas"])
    told = "A share is not between 0 and 1: is it the constrained value?"
    expect.that(((shares > 0) & (shares < 1)).all(), told)
    expect.that("left_over" not in store, "The param store was not emptied.")
    expect.equal(alphas, [0.75], "the alphas that the model was called with")

# %% [markdown]
# Here is the density of a mixture at points x: for each group weight times density, added up, in logs.


# %%
def log_density(x, pieces, locs, scales):
    """The log density of a mixture of normals [T] at points x [N]."""
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])  # [N, T]
    return each.logsumexp(-1)


with expect.when_written("weights", "model", "fit"):
    pyro.set_rng_seed(0)
    fits, rows = {}, []
    for alpha, groups in ((0.1, 2), (0.1, 3), (5.0, 2)):
        medians, losses = fit(model, petals, alpha, 6, spread_out(petals, 6, groups))
        pieces = weights(medians["betas"])
        fits[alpha, groups] = (pieces, medians["locs"], medians["scales"])
        data_fit = log_density(petals, *fits[alpha, groups]).mean()
        last = sum(losses[-30:]) / 30
        rows.append([f"{alpha}", groups, f"{last:.1f}", f"{data_fit:.3f}"])
    heads = ["alpha", "groups at the start", "loss", "mean log density"]
    show.table("Three fits of the petals with T = 6", heads, rows)

    figure, axes = plt.subplots(figsize=(7, 3.4))
    axes.hist(petals.numpy(), bins=30, density=True, color="lightgrey")
    x = torch.linspace(0.5, 7.5, 400)
    for (alpha, groups), colour in zip(fits, (BLUE, ORANGE, GREEN), strict=True):
        curve = log_density(x, *fits[alpha, groups]).exp()
        axes.plot(x, curve, color=colour, label=f"alpha {alpha}, {groups} at the start")
    axes.set(xlabel="length of a petal [cm]", ylabel="density", title="Three fits")
    axes.legend()
    show.figure(
        figure,
        "The petals' histogram and three curves over it: all have the narrow hump at "
        "1.5 cm and the wide one at 5 cm, and they nearly lie on one another.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_how_many", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three curves that one can hardly tell apart. **The density is what the data know well.** Now look at what is behind it:

# %%
with expect.when_written("weights", "model", "fit"):
    for (alpha, groups), (pieces, locs, scales) in fits.items():
        print(f"alpha {alpha}, {groups} at the start")
        print("   weights", pieces)
        print("   locs   ", locs)
        print("   scales ", scales)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_groups", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. What can be asked
#
# The same wide hump stands there as one group, or as two that overlap. So "how many groups" has no answer without two
# things: **alpha, and from which weight on a group counts**. All T groups are always there; most have next to no weight.
#
# And **a group's number means nothing**. Renumber the groups, with their weights, locs and scales, and it is the same mixture.
# What has an answer is a question in which no number occurs: do *these two flowers* belong together? Flower i is of group
# k with probability $r_{ik} \propto \text{weight}_k \cdot \text{Normal}(x_i; \text{loc}_k, \text{scale}_k)$, so the two are of one
# group with probability $\sum_k r_{ik}\, r_{jk}$.
#
# ## Task 6: two questions · 4 points
#
# - `how_many(pieces, share)`: the number of groups whose weight is **`share` or more**, a plain int. `pieces` is a tensor [T],
#   in any order, `share` a float.
# - `together(x, pieces, locs, scales)`: a tensor **[N, N]**, for each pair of the points `x` [N] the **probability that both are of
#   one group**, given weights, locs and scales [T]. A point is with itself for sure: **the diagonal is 1**. N is at least 1.
#   Points far from all groups get a finite answer, too.
#
# The order of the groups must not matter, in either.
#
# <details><summary>Hint 1: the table r</summary>
#
# It is made of the same [N, T] table as `log_density` above. In each row it is to sum to 1.
#
# </details>
#
# <details><summary>Hint 2: why in logs?</summary>
#
# Far away all densities are 0 in float32, and 0/0 is no number. `softmax(-1)` takes the table of logs as it is.
#
# </details>
#
# <details><summary>Hint 3: all pairs at once</summary>
#
# The sum over k of r_ik r_jk is an entry of the matrix product of `r` and its transpose. `fill_diagonal_(1.0)` does the rest.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "how_many", "locked": false, "schema_version": 3, "solution": true, "task": false}
def how_many(pieces: torch.Tensor, share: float) -> int:
    """How many of the weights pieces [T] are share or more.

    Example: how_many(torch.tensor([0.7, 0.01, 0.29]), 0.05) is 2.
    """
    ### BEGIN SOLUTION
    return int((pieces >= share).sum())
    ### END SOLUTION


def together(
    x: torch.Tensor, pieces: torch.Tensor, locs: torch.Tensor, scales: torch.Tensor
) -> torch.Tensor:
    """For points x [N] the probability of each pair to be of one group: [N, N]."""
    ### BEGIN SOLUTION
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    r = each.softmax(-1)
    return (r @ r.T).fill_diagonal_(1.0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "groups_counted", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Groups that count", also="other weights and shares"):
    pieces = torch.tensor([0.5, 0.0625, 0.125, 0.0, 0.3125])
    for share, wanted in ((0.1, 3), (0.0625, 4), (0.4, 1), (0.6, 0)):
        number = expect.call(how_many, (pieces, share))
        expect.equal(number, wanted, f"how_many of five weights, share {share}")

# %% nbgrader={"grade": true, "grade_id": "pairs_together", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Which two belong together", also="other mixtures, far points"):
    mixture = ([0.6, 0.3, 0.1], [0.0, 2.0, 2.0], [1.0, 1.0, 0.5])
    mixture = tuple(torch.tensor(part) for part in mixture)
    points = torch.tensor([0.0, 1.0, 2.0])
    pairs = expect.call(together, (points, *mixture))
    wanted = [
        [1.0, 0.614984, 0.163591],
        [0.614984, 1.0, 0.268927],
        [0.163591, 0.268927, 1.0],
    ]
    expect.close(pairs, wanted, "the pairs of three points")
    turned = tuple(part[[2, 0, 1]] for part in mixture)
    told = "the pairs with the groups in another order"
    expect.close(expect.call(together, (points, *turned)), wanted, told)
    pairs = expect.call(together, (torch.tensor([0.0, 90.0]), *mixture))
    wanted = [[1.0, 0.063372], [0.063372, 1.0]]
    expect.close(pairs, wanted, "the pairs of a point near the groups and one far away")

# %%
with expect.when_written("weights", "model", "fit", "how_many", "together"):
    rows = []
    for (alpha, groups), (pieces, *_) in fits.items():
        counted = [how_many(pieces, share) for share in (0.2, 0.05, 0.001)]
        rows.append([f"{alpha}, {groups} at the start", *counted])
    heads = ["alpha", "0.2 or more", "0.05 or more", "0.001 or more"]
    show.table("How many groups?", heads, rows)

    order = petals.argsort()
    figure, panels = plt.subplots(1, 3, figsize=(9, 3.3), layout="constrained")
    for axes, ((alpha, groups), mixture) in zip(panels, fits.items(), strict=True):
        pairs = together(petals[order], *mixture)
        image = axes.imshow(pairs, vmin=0, vmax=1, cmap="Blues")
        axes.set(title=f"alpha {alpha}, {groups} at the start", xticks=[], yticks=[])
    figure.colorbar(image, ax=panels, label="probability to be together")
    show.figure(
        figure,
        "Three squares of all pairs of flowers, sorted by length. In each, the 50 "
        "shortest petals are a dark square of their own; the others are one square, "
        "dark in the first and paler in the other two.",
    )
    short, long = petals[petals < 2.5], petals[petals >= 2.5]
    for key, mixture in fits.items():
        across = together(petals, *mixture)[petals < 2.5][:, petals >= 2.5]
        print(f"alpha, groups {key}: short with long {across.mean():.4f}")
    print(f"{len(short)} short petals, {len(long)} long ones")

# %% [markdown]
# However many groups a fit has, one thing they all say: the fifty short petals are among themselves. The botanist who measured
# them knew three kinds, fifty flowers of each. Two of them overlap so much in *this* length that one cannot read them off
# it. The model is right not to see them; to tell them apart one measures something else as well.
#
# Look at the losses in the table of section 4, too. The loss is minus a lower bound of the log evidence (beyond_3). Of two
# fits **with the same alpha** the lower loss is the better explanation, so it can say which start led to the better one.
# What no loss can say is which number a group should have.
#
# ## What you can do now
#
# - Break a stick into weights, and say how many shares leave a remainder that does not matter.
# - Simulate the same law without weights, guest by guest, and say how many groups to expect.
# - Write a mixture with more groups than needed, sum the choices out, and fit it from a start that you chose.
# - Say what "how many groups" depends on, and ask questions in which no group's number occurs.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
