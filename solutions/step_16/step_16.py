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
# # Step 16 · Batch and event
#
# | | |
# |---|---|
# | **Goal** | Build and fit a model in which the same dimensions are batch in one site and event in another. |
# | **Minutes** | 45 |
# | **Prerequisites** | step_13, step_14, step_15, step_15b |
#
# A market hall has a few stalls, and all of them sell the same few kinds of goods. Every evening each stall writes down
# which *share* of its takings came from which kind: so much from bread, so much from cheese, and so on. The shares of a
# stall add up to one. So an evening gives a whole table, stalls down and goods across, and after some weeks there is a
# pile of tables: data of shape `[N, K, J]`, for N days, K stalls and J kinds of goods.
#
# The model for it has a number alpha for each stall and each kind of goods. For **alpha**, stalls and goods are plates:
# so many independent numbers. For the **shares**, the same two dimensions are the parts of one single draw. Batch in one
# site, event in the next. You have all you need for it from steps 15 and 15b; today it comes together, and is fitted.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import numpy as np
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoNormal
from pyro.optim import ClippedAdam
from torch.distributions import biject_to

from autograder import expect, show

torch.set_printoptions(precision=2, sci_mode=False)

GOODS = ["bread", "cheese", "fruit", "flowers", "eggs"]


def hall_sizes(
    data: torch.Tensor | None,
    n_days: int | None,
    n_stalls: int | None,
    n_goods: int | None,
) -> tuple[int, int, int]:
    """The triple (number of days, number of stalls, number of goods).

    data [N, K, J] decides when it is given. Without data all three numbers must be
    given: ValueError if one is missing.
    Example: hall_sizes(None, 40, 3, 5) is (40, 3, 5).
    """
    if data is not None:
        n_days, n_stalls, n_goods = data.shape
        return n_days, n_stalls, n_goods
    if n_days is None or n_stalls is None or n_goods is None:
        raise ValueError("give me data, or all of n_days, n_stalls and n_goods")
    return n_days, n_stalls, n_goods


# %% [markdown] nbgrader={"grade": false, "grade_id": "dirichlet_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. What alpha does
#
# Shares come from a **Dirichlet** distribution. It has one positive number per share, its alpha. Two things can be read
# off them:
#
# - the share of a good is on average alpha divided by the sum of all alphas of the stall;
# - the **sum** says how steady the stall is. With a large sum every day looks like the average; with a small one each day
#   is a surprise.
#
# The next cell makes the data for this notebook from alphas that we choose, and so we shall know the truth. Each panel is
# a stall, each bar a day. Which stall has the smallest sum?

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
true_alpha = torch.tensor(
    [
        [4.0, 3.0, 2.0, 1.5, 2.5],
        [0.6, 0.5, 0.9, 0.4, 0.7],
        [1.0, 1.0, 3.0, 0.5, 1.0],
    ]
)  # [K, J]
pyro.set_rng_seed(16)
shares = dist.Dirichlet(true_alpha).sample([40])  # [N, K, J]

HATCHES = ["", "//", "..", "\\\\", "xx"]
figure, panels = plt.subplots(1, 3, figsize=(10, 3.2), sharey=True)
for k, axes in enumerate(panels):
    bottom = np.zeros(20)
    for j, good in enumerate(GOODS):
        height = shares[:20, k, j].numpy()
        style = {"color": show.plots.COLOURS[j], "hatch": HATCHES[j], "label": good}
        style |= {"width": 1.0, "edgecolor": "white"}
        axes.bar(range(20), height, bottom=bottom, **style)
        bottom += height
    axes.set(title=f"stall {k}: alphas sum to {true_alpha[k].sum():.1f}", xlabel="day")
panels[0].set(ylabel="share of the takings")
panels[-1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
figure.tight_layout()
show.figure(
    figure,
    "Twenty days of each stall as stacked bars. Stall 0, whose alphas sum to 13, looks "
    "alike on all days; stall 1, with 3.1, differs every day; stall 2 is between.",
)

print("average shares in the data:\n", shares.mean(0))
print("alpha / its sum:\n", true_alpha / true_alpha.sum(-1, keepdim=True))

# %% [markdown] nbgrader={"grade": false, "grade_id": "follow_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. Follow the shapes
#
# Forget plates for a moment, and take a Dirichlet with a parameter of three dimensions. It uses up the last one, as you
# saw in step 15b. The others are batch, and `to_event` can take them one by one, from the right:

# %%
parameter = torch.ones(4, 2, 6)
for k in range(3):
    d = dist.Dirichlet(parameter).to_event(k)
    batch, event = list(d.batch_shape), list(d.event_shape)
    print(f"Dirichlet(parameter).to_event({k}):  batch {batch!s:7} event {event}")

try:
    dist.Dirichlet(parameter).to_event(3)
except ValueError as error:
    print("to_event(3) ValueError:", error)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_table", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `to_event(k)` counts *batch* dimensions that are still there, not dimensions of the parameter. A Dirichlet brings one
# event dimension along. So for a table of shares, how many does `to_event` have to move?
#
# ## Task 1: the table of shapes, before the model · 2 points
#
# This is what the model of task 2 will look like, in words:
#
# 1. `alpha` ~ Gamma(1, 1), one for each stall and each kind of goods, in two plates: the stalls own dim -2, the goods dim
#    -1. Then both plates are closed.
# 2. In a plate of the days, the shares of one day ~ `Dirichlet(alpha).to_event(1)`: *one draw is a whole table*.
#
# Write `shape_table(n_days, n_stalls, n_goods)`:
#
# - It **returns a dictionary** with four entries. The keys are the strings `"alpha"`, `"Dirichlet(alpha)"`,
#   `"Dirichlet(alpha).to_event(1)"` and `"obs"`.
# - Each entry is a pair `(batch shape, event shape)`; shapes are tuples or lists of ints.
# - `"alpha"` and `"obs"` are the two sample sites, *inside* their plates; the two in the middle are the distributions on
#   the way from one to the other, while no plate is open.
# - It must be right for any three numbers. As in step 15b: literal shapes, from your head.
#
# <details><summary>Hint 1: the first two</summary>
#
# Each alpha is a single number, so its event shape is empty; everything is in the plates. What does a Dirichlet do with
# the last dimension of its parameter?
#
# </details>
#
# <details><summary>Hint 2: the last two</summary>
#
# `to_event(1)` moves the rightmost batch dimension to the left end of the event. What is left of the batch? And then the
# plate of the days comes.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "shape_table", "locked": false, "schema_version": 3, "solution": true, "task": false}
def shape_table(
    n_days: int, n_stalls: int, n_goods: int
) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each line of the model the pair (batch shape, event shape)."""
    ### BEGIN SOLUTION
    return {
        "alpha": ((n_stalls, n_goods), ()),
        "Dirichlet(alpha)": ((n_stalls,), (n_goods,)),
        "Dirichlet(alpha).to_event(1)": ((), (n_stalls, n_goods)),
        "obs": ((n_days,), (n_stalls, n_goods)),
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "table", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A pair of shapes for each line", also="every shape, for other numbers"
):
    got = expect.call(shape_table, (9, 2, 4))
    keys = ["Dirichlet(alpha)", "Dirichlet(alpha).to_event(1)", "alpha", "obs"]
    expect.dictionary(got, "what shape_table returned", keys)
    for key in keys:
        expect.length(got[key], 2, f"the entry of {key}")
        for kind, shape in zip(("batch", "event"), got[key], strict=True):
            is_shape = isinstance(shape, list)
            expect.that(is_shape, f"The {kind} shape of {key} is no tuple and no list.")
    # what step 15b said of every draw: batch and event together are its shape
    for key in keys:
        value = [9, 2, 4] if key == "obs" else [2, 4]
        what = f"batch and event shape of {key}, put together,"
        expect.equal(got[key][0] + got[key][1], value, what)
    # the two in the middle can be asked, and so can a Gamma
    rows = dist.Dirichlet(torch.ones(2, 4))
    asked = (rows, rows.to_event(1), dist.Gamma(1.0, 1.0))
    for key, d in zip(keys[:3], asked, strict=True):
        right = got[key][1] == list(d.event_shape)
        look = "Make the distribution in a cell of your own, and ask it."
        expect.that(right, f"The event shape of {key} is another one.", look=look)
    same = got["obs"][1] == got[keys[1]][1]
    message = "The plate of the days has changed the event shape of obs: no plate does."
    expect.that(same, message)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. The model
#
# ### Task 2: write it · 5 points
#
# Write `model(data=None, n_days=None, n_stalls=None, n_goods=None)`:
#
# - `data` is a tensor `[N, K, J]` whose last dimension adds up to one, or None. When data are given they decide all three
#   sizes, whatever the numbers say; without data all three numbers are needed; if one is missing: `ValueError`, with
#   any text. (`hall_sizes` does it.)
# - Plate `"K"` (stalls) owns dim -2, plate `"J"` (goods) owns dim -1. Inside both, and nothing else:
# - Site `"alpha"` ~ Gamma(1, 1), batch shape `[K, J]`, event shape `[]`.
# - Plate `"N"` (days) owns dim -1. Inside it, and not inside the others:
# - Site `"obs"`, Dirichlet with the parameter alpha, batch shape `[N]`, event shape `[K, J]`: one draw is a whole table.
#   Observed when data are given.
# - It returns the value of obs, shape `[N, K, J]`.
#
# Two plates own dim -1. They do not quarrel, for they are never open at the same time. About 6 lines.
#
# <details><summary>Hint 1: a nudge</summary>
#
# There are two `with` blocks, one after the other and not one inside the other. Your table of task 1 says what stands in
# which.
#
# </details>
#
# <details><summary>Hint 2: the first block</summary>
#
# It is the one of step 15, with a table of alphas. Say the dims of both plates, then their order does not matter.
#
# </details>
#
# <details><summary>Hint 3: the second block</summary>
#
# alpha has a place for each stall and each good already; the plate adds only the days. Nothing has to be expanded,
# unsqueezed or turned. If Pyro says that dims do not fit, count what your distribution has to the left of the bar *before*
# the plate comes: it should be nothing.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(
    data: torch.Tensor | None = None,
    n_days: int | None = None,
    n_stalls: int | None = None,
    n_goods: int | None = None,
) -> torch.Tensor:
    """Shares of the takings, a table for each day. data [N, K, J] or None.

    Sites alpha [K, J] in plates "K" (dim -2) and "J" (dim -1), obs [N | K, J] in plate
    "N" (dim -1). Returns obs.
    ValueError when there are no data and a size is missing.
    Example: model(n_days=40, n_stalls=3, n_goods=5).shape is (40, 3, 5).
    """
    ### BEGIN SOLUTION
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "model_shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "alpha in a batch, a table in an event",
    also="other sizes, as many days as stalls, ValueError",
):
    sizes = {"n_days": 4, "n_stalls": 3, "n_goods": 5}
    trace = expect.trace(model, (), sizes)
    both = {"K": (3, -2), "J": (5, -1)}
    expect.sites(trace, latent=["alpha", "obs"], observed=[])
    expect.site(trace, "alpha", plates=both, batch_shape=(3, 5), event_shape=())
    days = {"N": (4, -1)}
    expect.site(trace, "obs", plates=days, batch_shape=(4,), event_shape=(3, 5))
    expect.shape(trace.returned, (4, 3, 5), "what model returned, without data,")
    trace = expect.trace(model, (shares[:9],), sizes)  # the data have other sizes
    expect.site(trace, "obs", observed=True, plates={"N": (9, -1)}, event_shape=(3, 5))
    error = expect.error(model, (), {"n_days": 4, "n_goods": 5})
    expect.raised(error, "ValueError", "model(n_days=4, n_goods=5)")

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The densities of alpha and of the shares", also="other tables and other alphas"
):
    table = torch.tensor([[[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]]])  # a day of two stalls
    alpha = torch.tensor([[1.0, 2.0, 3.0], [4.0, 1.0, 2.0]])
    trace = expect.trace(model, (table,), values={"alpha": alpha})
    expect.site(trace, "alpha")
    expect.site(trace, "obs", observed=True)
    of_alpha, of_obs = trace.sites["alpha"].log_prob, trace.sites["obs"].log_prob
    expect.close(of_alpha.sum(), -13.0, "the log density of a table of alphas, summed,")
    expect.close(of_obs.sum(), -3.6527, "the log density of obs, for a day", atol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "look_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Here is your model's table of shapes, and beside it what becomes of it without `to_event`. Read the second one with the
# rule of step 15b. It is made with as many days as stalls. With any other number of days Pyro would have stopped it.


# %%
def careless(data: torch.Tensor) -> None:
    """The model without to_event."""
    n_days, n_stalls, n_goods = data.shape
    with pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1):
        alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_days, dim=-1):
        pyro.sample("obs", dist.Dirichlet(alpha), obs=data)


def look(program, data: torch.Tensor) -> None:
    """Print the table of shapes of one run."""
    trace = poutine.trace(program).get_trace(data)
    trace.compute_log_prob()
    print(f"----- {program.__name__}\n{trace.format_shapes()}")


with expect.when_written("model"):
    look(model, shares)

look(careless, shares[:3])

# %% [markdown] nbgrader={"grade": false, "grade_id": "rate_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# In the second table the stalls have slipped into the plate of the days, and the days stand further left, in no plate.
#
# ### A word about the prior
#
# The second argument of Pyro's Gamma is a **rate**: large rate, small values. In NumPy the second argument of `gamma` is a
# **scale**, one over the rate. Both are called Gamma, and both default to 1, where there is no difference. Anywhere else:

# %%
print(f"mean of dist.Gamma(1.0, 10.0):            {dist.Gamma(1.0, 10.0).mean:.3f}")
by_numpy = np.random.default_rng(0).gamma(1.0, 10.0, 100_000)
print(f"mean of many np.random gamma(1.0, 10.0):  {by_numpy.mean():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "fit_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# (The guide that this course follows made its true alphas with the second line, and its model with `Gamma(1, 1)`. The
# prior then expects alphas around 1, and the truth lies around 10. Always draw from your prior before you believe it.)
#
# ## 4. The fit
#
# `AutoNormal` makes the guide, as in step 14: for each element of alpha a normal distribution of its own, in a space where
# every number is allowed.
#
# Steps 13 and 14 used many draws at a time, by `vectorize_particles=True`. Try it here, with 32 of them:


# %%
def crowded() -> None:
    """Step 13's vectorised particles, with this model."""
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=2)
    SVI(model, AutoNormal(model), ClippedAdam({"lr": 0.05}), loss).step(shares)


with expect.when_written("model"):
    try:
        crowded()
    except (ValueError, RuntimeError, IndexError) as error:
        print(f"{type(error).__name__}:", str(error).split("Trace Shapes")[0])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# You can read this message now. The particles take the first dim to the left of all plates, dim -3. So alpha has the
# shape `[32, K, J]`. The Dirichlet and `to_event` take the last two for their event, and what is left, the 32, stands
# in dim -1: where plate "N" wants its days. *Vectorised particles need a model in which no plate turns into an event.*
# One draw at a time does well enough here: alpha's gradients are tame, and AutoNormal starts narrow.
#
# ### Task 3: train it · 3 points
#
# Write `fit(data)`:
#
# - `data` is a tensor `[N, K, J]`.
# - It **empties the param store**, makes an `AutoNormal` guide of your `model`, and trains it on `data`.
# - It **returns the trained guide**, the `AutoNormal` object (one of a class derived from it will do).
#
# How you train is up to you. One recipe: 500 steps of `ClippedAdam({"lr": 0.05, "lrd": 0.992})` with a plain `Trace_ELBO()`.
# What counts is the quality: for 30 to 45 days, 3 stalls and 4 or 5 kinds of goods **the ELBO of the guide is at most 0.5
# below the best** that any AutoNormal guide can reach. (Step 13: a difference of ELBOs is a difference of distances to the
# posterior. The grader computes the best one by itself. Chance plays a part, so a grader that is not content tries again,
# up to three times in all.) At most 1000 steps, please: more are not needed, and the grader does not wait for ever.
#
# About 6 lines.
#
# <details><summary>Hint 1: a nudge</summary>
#
# It is the loop of step 13 with another guide, and it returns something else than the losses.
#
# </details>
#
# <details><summary>Hint 2: in which order?</summary>
#
# The param store is emptied *before* the guide is made. The guide, the optimiser and the SVI object are made once, before
# the loop.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "fit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit(data: torch.Tensor) -> AutoNormal:
    """Train an AutoNormal guide of model on data [N, K, J], from an empty param store.

    Returns the guide.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.step(data)
    return guide
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_quality", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "fit trains a guide of your model",
    also="other data, the param store, and how near the best it ends",
):

    def with_leftovers(data):
        pyro.param("forgotten", torch.tensor(7.0))
        guide = fit(data)
        found = {"kind": type(guide).__name__, "is_auto": isinstance(guide, AutoNormal)}
        found["called"] = getattr(guide, "prototype_trace", None) is not None
        found["store"] = sorted(pyro.get_param_store().keys())
        if found["is_auto"] and found["called"]:
            found["median"] = guide.median()["alpha"].detach()
        return found

    # other data than those above: the last 30 days, with the stalls in another order
    found = expect.call(with_leftovers, (shares[10:, [1, 2, 0]],))
    message = f"fit should return the AutoNormal guide, not: {found['kind']}."
    expect.that(found["is_auto"], message)
    message = "The guide that fit returned was never called: it has no parameters."
    look = "Does fit return the guide that SVI was given, or another one?"
    expect.that(found["called"], message, look=look)
    expect.that(
        "forgotten" not in found["store"],
        "A parameter that was in the param store before fit is still there.",
    )
    median = found["median"]
    expect.shape(median, (3, 5), "the median of alpha under the guide")
    sums, at_the_peak = median.sum(-1), torch.tensor([3.40, 6.34, 12.94])
    far = (sums / at_the_peak - 1.0).abs()
    message = (
        f"In your guide the alphas of each stall sum to {sums.tolist()}, and the joint "
        f"density is largest where they sum to about {at_the_peak.tolist()}."
    )
    look = "Does it train on the data that fit was given, and does the loss still fall?"
    expect.that(bool((far < 0.15).all()), message, look=look)

# %% [markdown] nbgrader={"grade": false, "grade_id": "space_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. Which space is this in?
#
# The trained guide has two tables of parameters. Here they are, beside the truth:

# %%
def show_tables(tables: dict[str, torch.Tensor]) -> None:
    """Show tables [K, J] below one another, stalls down and goods across."""
    for title, table in tables.items():
        rows = [[f"stall {k}", *row] for k, row in enumerate(table)]
        show.table(title, ["", *GOODS], rows)


with expect.when_written("model", "fit"):
    pyro.set_rng_seed(1)
    fit(shares)
    locs = pyro.param("AutoNormal.locs.alpha").detach()
    scales = pyro.param("AutoNormal.scales.alpha").detach()
    kept = {"AutoNormal.locs.alpha": locs, "AutoNormal.scales.alpha": scales}
    show_tables({**kept, "the truth": true_alpha})

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_constrained", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Some of the locs are negative, and no alpha is: the two tables speak about another space. AutoNormal draws an unconstrained
# number u ~ Normal(loc, scale) for each element, and maps it into the support of the site. Torch finds the map for any
# support with `biject_to(support)`. For a Gamma the support is the positive numbers, and the map is `exp`:

# %%
to_positive = biject_to(dist.Gamma.support)
u = torch.tensor([-1.0, 0.0, 2.0])
print("to_positive", to_positive(u), "  exp", u.exp())

pyro.set_rng_seed(0)
draws = to_positive(dist.Normal(1.0, 0.6).sample([200_000]))
of_loc, of_scale = to_positive(torch.tensor([1.0, 0.6]))
print(f"u ~ Normal(1, 0.6):  the map of loc {of_loc:.2f}, of scale {of_scale:.2f}")
print(f"draws of alpha:      median {draws.median():.2f}, mean {draws.mean():.2f}")
print(f"                     sd {draws.std():.2f}")
levels = torch.tensor([0.1, 0.9])
points = to_positive(dist.Normal(1.0, 0.6).icdf(levels))
print("a tenth of them lies below, a tenth above:", draws.quantile(levels))
print("the map of these two points of u:         ", points)

# %% [markdown] nbgrader={"grade": false, "grade_id": "constrained_contract", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The map carries the median over, and with it every point that a given share of the draws lies below: it keeps their
# order. It does **not** carry mean and sd. The mean of alpha is larger than the map of the mean of u, and the map of scale
# has nothing to do with the sd of alpha. It is the story of step 13 again, now for a whole table at once.
#
# ### Task 4: back to alpha · 2 points
#
# Write `to_constrained(locs, scales)`:
#
# - `locs` and `scales` are tensors of the same shape (any shape), the parameters of an AutoNormal guide for a *positive*
#   site: u ~ Normal(loc, scale), alpha = exp(u).
# - It **returns a tuple of three tensors `(median, mean, sd)`** of that shape: of alpha, not of u, element by element.
# - They are exact, computed and not drawn.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is the distribution of exp(u) called, when u is normal? You used it as a guide in step 13.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# `posterior_mean_sd` of step 13 computed two of the three for single numbers. Written with torch functions, or with the
# attributes of a distribution object, the same works for a tensor of any shape.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "to_constrained", "locked": false, "schema_version": 3, "solution": true, "task": false}
def to_constrained(
    locs: torch.Tensor, scales: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Median, mean and sd of exp(u) where u ~ Normal(locs, scales), element by element.

    >>> to_constrained(torch.tensor([1.0]), torch.tensor([0.6]))
    (tensor([2.72]), tensor([3.25]), tensor([2.14]))     # rounded
    """
    ### BEGIN SOLUTION
    alpha = dist.LogNormal(locs, scales)
    return locs.exp(), alpha.mean, alpha.stddev
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "constrained", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Median, mean and sd of alpha", also="the numbers, for other tables"):
    got = expect.call(to_constrained, (torch.zeros(3, 5), torch.ones(3, 5)))
    expect.length(got, 3, "what to_constrained returned")
    for value, name in zip(got, ("median", "mean", "sd"), strict=True):
        expect.shape(value, (3, 5), f"the {name}")
    # the numbers of section 5, from 200 000 draws
    got = expect.call(to_constrained, (torch.tensor([1.0]), torch.tensor([0.6])))
    for value, name, wanted in zip(
        got, ("median", "mean", "sd"), (2.72, 3.25, 2.14), strict=True
    ):
        what = f"the {name} of alpha for loc 1 and scale 0.6"
        expect.close(value, [wanted], what, atol=0.03)

# %% [markdown] nbgrader={"grade": false, "grade_id": "picture_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. Truth and estimate
#
# Now everything is in the same space, and may be compared: the first three panels have one scale of colours. The last
# panel says how many sds the estimate is away from the truth: that is what an sd is good for. (Of a normal, about one in twenty lies beyond two sds.)


# %%
def draw_tables(tables: dict[str, torch.Tensor]) -> None:
    """Draw each table [K, J], stalls down and goods across.

    Those but the last share one scale of colours; the last has colours around zero.
    """
    highest = max(float(table.max()) for table in list(tables.values())[:-1])
    figure, panels = plt.subplots(len(tables), 1, figsize=(7, 2.3 * len(tables)))
    for axes, (title, table) in zip(panels, tables.items(), strict=True):
        around_zero = title == list(tables)[-1]
        scale = {"cmap": "viridis", "vmin": 0, "vmax": highest}
        if around_zero:
            scale = {"cmap": "coolwarm", "vmin": -3, "vmax": 3}
        axes.imshow(table, aspect="auto", alpha=0.6, **scale)
        for k in range(table.shape[0]):
            for j in range(table.shape[1]):
                axes.text(j, k, f"{table[k, j]:.2f}", ha="center", va="center")
        axes.set_title(title)
        axes.set_ylabel("stall (K)")
        axes.set_xticks(range(table.shape[1]), GOODS)
        axes.set_yticks(range(table.shape[0]))
    figure.tight_layout()
    names = ", ".join(tables)
    show.figure(figure, f"Tables of stalls and goods, one below the other: {names}.")


with expect.when_written("model", "fit", "to_constrained"):
    median, mean, sd = to_constrained(locs, scales)
    away = (mean - true_alpha) / sd
    tables = {"truth": true_alpha, "posterior mean": mean, "posterior sd": sd}
    draw_tables({**tables, "(mean - truth) / sd": away})
    print("beyond two sds:", int((away.abs() > 2).sum()), "of", away.numel())
    print("the sum of a stall's alphas, true:", true_alpha.sum(-1))
    print("                        estimated:", mean.sum(-1))

# %% [markdown] nbgrader={"grade": false, "grade_id": "honest_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Look along the row of stall 1 in the last panel: nearly all of its errors point the same way. That is no accident. The
# data tell the *proportions* of a stall's alphas well and their *sum* less well, so in the posterior the alphas of a stall
# rise and fall together. AutoNormal gives each element a normal of its own and cannot say that. Its sds are those of one
# alpha *while the others stay where they are*, and too small for the question "how well do I know this alpha?". How much?
# The curvature of the log density at its peak tells (the Laplace approximation, in the space of u):


# %%
def log_density(u: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
    """The log density of u = log alpha [J], up to a constant. data [N, J]."""
    prior = dist.Gamma(1.0, 1.0).log_prob(u.exp()) + u  # the + u is the Jacobian of exp
    return prior.sum() + dist.Dirichlet(u.exp()).log_prob(data).sum()


def peak_and_curvature(data: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Where log_density is highest, by Newton's method, and minus its Hessian there.

    data [N, J] of one stall; returns u [J] and a table [J, J].
    """
    u = torch.zeros(data.shape[-1])
    for _ in range(20):
        slope = torch.func.grad(log_density)(u, data)
        bend = torch.func.hessian(log_density)(u, data)
        u = u - torch.linalg.solve(bend, slope).clamp(-1.0, 1.0)
    return u, -bend


print("sd of log alpha     with the others held still | with the others free")
for k in range(3):
    _, precision = peak_and_curvature(shares[:, k])
    held, free = precision.diagonal() ** -0.5, precision.inverse().diagonal() ** 0.5
    print(f"stall {k}   ", held, "|", free)

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Compare the left column with the scales that your guide learnt, and the right one with what you would like to know. A
# guide answers in its own words: this one has no word for "together". (Pyro has other automatic guides which do, such as
# `AutoMultivariateNormal`.)
#
# ## What you can do now
#
# - You can write a model in which dimensions are plates for one site and an event for the next, and say at each line
#   which they are.
# - You know how many dimensions `to_event` has to take: as many as are left of the bar and belong to no plate to come.
# - You look up whether a second argument is a rate or a scale.
# - You carry a posterior back from the unconstrained space, median, mean and sd, element by element, before you compare it
#   with anything.
# - You know what AutoNormal leaves out, and how to see it.
#
# Next, in step 17: a latent that is not a number but a choice.

# %%
expect.overview()  # how far are you? run this cell whenever you like
