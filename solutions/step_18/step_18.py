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
# # Step 18 · Local optima
#
# | | |
# |---|---|
# | **Goal** | Start a fit from many places, find out which start leads to the best answer, and give that answer in a fixed order. |
# | **Minutes** | 60 |
# | **Prerequisites** | step_17 |
#
# A year has passed, and the ferry has a third captain. You still wait for it, and still note how many minutes after noon it
# comes. The model of step 17 fits as before, with three captains for two.
#
# But at the end of step 17 something worrying happened. The same model, the same data and the same training ended
# at two different answers, and all that differed was the **start**. One of the answers was nonsense. Nobody said so: no
# error, no warning, a loss that had come to rest.
#
# Today you learn to live with that. There is no trick that avoids it. What there is: many starts, an honest comparison,
# and some care that the starts really *are* many.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import itertools

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, TraceEnum_ELBO
from pyro.infer.autoguide import AutoDelta
from pyro.optim import Adam

from autograder import expect, show

torch.set_printoptions(precision=3, sci_mode=False)

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
pyro.set_rng_seed(18)
true_weights, true_locs = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([-12.0, 0.0, 9.0])
true_captain = torch.multinomial(
    true_weights, 90, replacement=True
)  # we only know this because we make the data
minutes = true_locs[true_captain] + 2.0 * torch.randn(90)

figure, axes = plt.subplots(figsize=(7, 2.6))
axes.hist(minutes.numpy(), bins=30, color="lightgrey", edgecolor="white")
axes.set(title="When the ferry came", xlabel="minutes after noon", ylabel="days")
figure.tight_layout()
show.figure(figure, "A histogram: a high hump around -12, lower ones around 0 and 9.")
print(f"days: {len(minutes)}   mean: {minutes.mean():.2f}   sd: {minutes.std():.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "landscape_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. A landscape with several valleys
#
# A picture needs a problem with only two unknowns. So let us pretend, for this section only, that one of the three captains is
# known already (the early one), that all sail equally often, and that the scale is known, too. Then the loss depends on two numbers,
# the locs of the other two captains, and can be drawn as a map: dark is low, and low is good. The red lines are the ways
# of gradient descent, from eight starts (hollow) to where each comes to rest (full).


# %%
def two_unknowns(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Minus the log likelihood of the minutes, for captains with the locs -12, a and b.

    a and b have the same shape, and so has what is returned.
    """
    locs = torch.stack([torch.full_like(a, -12.0), a, b])
    terms = (
        dist.Normal(locs[..., None], 2.5).log_prob(minutes) - torch.tensor(3.0).log()
    )  # [captain, ..., day]
    return -terms.logsumexp(0).sum(-1)


ticks = torch.linspace(-20.0, 16.0, 100)
height = two_unknowns(*torch.meshgrid(ticks, ticks, indexing="xy"))

places = [(-4.0, 14.0), (1.0, 4.0), (-18.0, -5.0), (-13.0, 12.0)]
places += [(b, a) for a, b in places]
ways = [torch.tensor(places)]
for _ in range(150):
    here = ways[-1].clone().requires_grad_()
    [slope] = torch.autograd.grad(two_unknowns(here[:, 0], here[:, 1]).sum(), here)
    ways.append(ways[-1] - 0.03 * slope)
ways = torch.stack(ways)

figure, axes = plt.subplots(figsize=(5.6, 4.6))
axes.contourf(
    ticks, ticks, (height - height.min() + 5).log(), levels=30, cmap="Greys_r"
)
axes.plot(ways[:, :, 0], ways[:, :, 1], color="tab:red", linewidth=1)
axes.plot(ways[0, :, 0], ways[0, :, 1], "o", color="tab:red", markerfacecolor="white")
axes.plot(ways[-1, :, 0], ways[-1, :, 1], "o", color="tab:red")
axes.set(
    title="The loss, for two unknown locs",
    xlabel="loc of one captain",
    ylabel="loc of the other",
)
figure.tight_layout()
show.figure(
    figure,
    "A map with four valleys, symmetric about its diagonal: deep ones at (0, 9) and "
    "(9, 0), shallow ones at (-12, 5) and (5, -12). Two ways lead into each.",
)
for (a, b), end in zip(places, ways[-1], strict=True):
    loss = two_unknowns(end[0], end[1])
    went = f"from ({a:5.1f}, {b:5.1f}) to ({end[0]:6.2f}, {end[1]:6.2f})"
    print(f"{went}   loss {loss:.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "landscape_read", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Four valleys, and there are two very different reasons for there being more than one:
#
# - **Mirror images.** Exchange the two captains, and the map stays the same: it is symmetric about its diagonal. Each valley has
#   a twin of exactly the same depth. Twins are *one* answer with the names exchanged. Nothing is wrong with either.
# - **Local optima.** Two of the valleys are deep. The other two are not: there, one captain has gone to where the known one already is,
#   and the other has to serve two humps alone. The loss is a good deal larger. But from the bottom of such a valley every small step
#   leads up, and gradient descent only knows small steps.
#
# With all the unknowns (three locs, three weights, the scale) there are more valleys, and no map. There is only one way to explore them:
# walk down from somewhere.
#
# ## 2. Three starts, three ends
#
# Here is the model for the whole problem. It is that of step 17, except for two things.
#
# - The locs are not forced into an order: `locs` are K independent normals. So there will be mirror images. We put the order in at the end.
# - The weights have the prior Dirichlet(2, ..., 2), for ½ before. The reason is the guide.
#
# The guide is an `AutoDelta`. It is the simplest of all: no spread, just a **point** for each latent, the one with the largest joint
# density, as in step 10. For questions about starts that is an advantage: nothing is drawn at random in training, so **the loss has no
# noise**. It is minus the log of the joint density at the point, with the assignment summed out, and when two losses differ, the points
# differ. (And the prior: the density of Dirichlet(½, ...) is *infinite* where a weight is 0. Averages do not mind; a point would run there and
# never come back. Dirichlet(2, ...) is zero there.)


# %% nbgrader={"grade": false, "grade_id": "model", "locked": true, "schema_version": 3, "solution": false, "task": false}
def model(data: torch.Tensor, K: int = 3) -> torch.Tensor:
    """A mixture of K normals with one scale. data [N]; returns y [N].

    Sites weights [| K], scale, locs [| K].
    """
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 2.0)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    locs = pyro.sample("locs", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    with pyro.plate("N", len(data)):
        assignment = pyro.sample(
            "assignment", dist.Categorical(weights), infer={"enumerate": "parallel"}
        )
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)


without_choice = poutine.block(model, hide=["assignment"])  # what the guide gets to see


def train_from(
    start: dict[str, torch.Tensor], data: torch.Tensor, steps: int
) -> tuple[dict[str, torch.Tensor], float]:
    """Train a point guide from given values of weights, scale and locs.

    Returns its values at the end, and their loss.
    """
    pyro.clear_param_store()
    guide = AutoDelta(
        without_choice, init_loc_fn=lambda site: start[site["name"]].clone()
    )
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    loss = svi.evaluate_loss(data)  # like svi.step, but nothing is moved
    return guide.median(), loss


# %%
starts = {
    "all in the middle": minutes.mean().expand(3),
    "two in the early hump": torch.tensor([-13.0, -11.0, 5.0]),
    "one in each hump": torch.tensor([-10.0, 3.0, 6.0]),
}
ends, grid = {}, torch.linspace(-20.0, 16.0, 300)
figure, panels = plt.subplots(1, 3, figsize=(11, 2.8), sharey=True)
for (title, locs), axes in zip(starts.items(), panels, strict=True):
    start = {
        "weights": torch.full((3,), 1 / 3),
        "scale": minutes.std() / 2,
        "locs": locs,
    }
    ends[title], loss = train_from(start, minutes, 60)
    found = ends[title]
    print(f"{title:22} loss {loss:.2f}   locs {found['locs']}")
    print(f"{'':22}               weights {found['weights']}")
    parts = (
        found["weights"]
        * dist.Normal(found["locs"], found["scale"]).log_prob(grid[:, None]).exp()
    )
    axes.hist(
        minutes.numpy(), bins=30, density=True, color="lightgrey", edgecolor="white"
    )
    for k, dashes in enumerate(("-", "--", "-.")):
        axes.plot(grid, parts[:, k], color=show.plots.COLOURS[k], linestyle=dashes)
    axes.plot(grid, parts.sum(-1), color="black", linestyle=":")
    axes.set(title=f"{title}\nloss {loss:.1f}", xlabel="minutes after noon")
panels[0].set(ylabel="density")
figure.tight_layout()
show.figure(
    figure,
    "Three fits over the histogram. All in the middle: one wide curve. Two in the "
    "early hump: a wide one over the late humps. One in each hump: a curve for each.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "starts_read", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The coloured curves are the captains (some hide behind each other), the black dotted one is all of them together. Three starts, three ends, and the
# loss says clearly which is the best of the three.
#
# The first start looked the most reasonable, and is the worst: captains who start at the same place, with the same weight, have the same gradient. They
# get the same push in every step, and nothing will ever part them. **A start must make the captains different.**
#
# The third start is good, but it was made by somebody who had looked at the picture. With seven unknowns there is no picture to look at.
#
# ## 3. Leave it to chance
#
# A start that knows nothing but the data, and that makes the captains different: *let each captain begin at a day of his own, picked at random.* The days
# stand where the humps are, so the captains do, too. They may all fall into one hump; then one tries again.
#
# AutoDelta takes its start from an `init_loc_fn`. That is a function of one **site**: a dictionary with, among other things, the site's
# `"name"` and its distribution `"fn"`. It is called once for each latent that the guide can see, and returns the value to start from. Here is one that only
# looks, with four captains:


# %%
def curious(site):
    shape, kind = tuple(site["fn"].shape()), type(site["fn"]).__name__
    print(f"asked for {site['name']:8} of shape {shape}, a {kind}")
    return site["fn"].sample()


_ = AutoDelta(without_choice, init_loc_fn=curious)(minutes, K=4)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_init", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: a start by chance · 4 points
#
# Write `init_loc_fn(site, data)`, which gives the start of one site. `data` is a tensor `[N]`.
#
# | site | starts at |
# |---|---|
# | weights | all equal, 1/K each |
# | scale | half of `data.std()` |
# | locs | the data of **K different days, picked at random**, anew at each call |
#
# - K is the number of captains, and it is not always 3: read it off the site's shape.
# - Every set of K days must be equally probable, and the random numbers must be those that `pyro.set_rng_seed` decides about: torch's (or those of
#   the modules `random` and `numpy`), and **no seed is set in here**. (No two days have equal data, so K different days are K different locs.)
# - The shapes are those of the sites: `[K]`, `[]`, `[K]`. What is returned is a **new tensor**, since training changes its parameters in place: a slice such as
#   `data[2:5]` is a part of `data` itself, and would be changed with it. (That is what the `.clone()` in `train_from` is for.)
#
# About 6 lines. There are two graded cells: the values, and the chance in them.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three names, three answers. The cell above shows where the name stands, and where the shape.
#
# </details>
#
# <details><summary>Hint 2: different days</summary>
#
# Shuffle the deck, and take the first cards. `torch.randperm(n)` shuffles the numbers from 0 to n - 1. (`torch.randint` would pick some day twice, sooner
# or later.)
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A tensor can be indexed with a tensor of positions: `data[positions]`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "init_loc_fn", "locked": false, "schema_version": 3, "solution": true, "task": false}
def init_loc_fn(site: dict, data: torch.Tensor) -> torch.Tensor:
    """The start of the guide at a site: "weights" [K], "scale" [] or "locs" [K].

    data [N]. Example: for locs of shape [3] and data [1., 2., 5., 9.] perhaps
    [9., 1., 2.].
    """
    ### BEGIN SOLUTION
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data[torch.randperm(len(data))[: shape[0]]]
    ### END SOLUTION


# %% nbgrader={"grade": false, "grade_id": "start_of", "locked": true, "schema_version": 3, "solution": false, "task": false}
def start_of(data, K=3):
    """Where a new guide starts by your init_loc_fn: weights [K], scale [], locs [K]."""
    pyro.clear_param_store()
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    guide(data, K=K)
    return guide.median()


def start_of_seed(seed):
    """The start that belongs to a seed, for the ninety days."""
    pyro.set_rng_seed(seed)
    return start_of(minutes)


# %% nbgrader={"grade": true, "grade_id": "start_values", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The start of a guide", also="other data, and other numbers of captains"
):

    def given(data, K):
        sites = {
            "weights": dist.Dirichlet(torch.ones(K)),
            "scale": dist.LogNormal(0.0, 2.0),
            "locs": dist.Normal(0.0, 10.0).expand([K]).to_event(1),
        }
        return {n: init_loc_fn({"name": n, "fn": fn}, data) for n, fn in sites.items()}

    days = torch.tensor([-9.0, -7.0, 1.0, 2.0, 8.0])
    start = expect.call(given, (days, 4))
    expect.close(start["weights"], [0.25] * 4, "the start of four captains' weights")
    expect.close(start["scale"], 3.482099, "the start of the scale", atol=1e-3)
    expect.shape(start["locs"], (4,), "the start of the locs of four captains")
    locs = expect.call(start_of, (days, 4), fresh=True)["locs"].tolist()
    expect.that(len(set(locs)) == 4, f"The locs {locs} are not all different.")
    message = f"The locs {locs} are not all the data of some day; the days are {days}."
    expect.that(set(locs) <= set(days.tolist()), message)

# %% nbgrader={"grade": true, "grade_id": "start_random", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Another start each time", also="other data, and many more starts"):

    def many_starts(data, n):
        return [start_of(data)["locs"] for _ in range(n)]

    some_days = torch.tensor([-9.0, -7.0, 1.0, 2.0, 8.0])
    starts = expect.call(many_starts, (some_days, 60), fresh=True, seed=1)
    expect.shape(starts[0], (3,), "the start of the locs of three captains")
    met = [frozenset(locs.tolist()) for locs in starts]
    message = "Sixty starts in a row have the same days in them."
    expect.that(len(set(met)) > 1, message, look="Who draws the days, and from which?")
    together = {pair for one in met for pair in itertools.combinations(sorted(one), 2)}
    message = "In sixty starts from five days, some two days never came up together."
    expect.that(len(together) == 10, message, look="Has every set of days its chance?")

# %% [markdown] nbgrader={"grade": false, "grade_id": "seed_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# (The check makes a **new guide** for each start. A guide asks `init_loc_fn` when it is called for the first time, and never again.)
#
# ## 4. A seed is a start
#
# A start by chance that turns out well must be found again. That is what seeds are for: set the seed, make the guide, and the start follows. So a
# *seed* is a name for a start, and "which start is the best?" becomes "which seed?".
#
# It is easy to get this almost right. Here are three starts in a row, with three seeds. Something is wrong.

# %%
with expect.when_written("init_loc_fn"):
    pyro.clear_param_store()
    for seed in (0, 1, 2):
        pyro.set_rng_seed(seed)
        guide = AutoDelta(without_choice, init_loc_fn=lambda s: init_loc_fn(s, minutes))
        guide(minutes)
        kept = list(pyro.get_param_store())
        print(f"seed {seed}: locs {guide.median()['locs']}")
    print("in the store:", kept)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_loss", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three seeds, three new guides, one start. The parameters of *every* AutoDelta go by the same names, and what is in the param store under these names
# counts for more than the start that the new guide brings along. The second and the third guide found what the first had left there. Had they been trained in
# between, they would have gone on from where the first had ended, and all would have looked wonderfully stable.
#
# ## Task 2: the loss for a seed · 5 points
#
# Write `loss_for_seed(seed, data, steps=0)`. It does the following, in this order:
#
# 1. It **empties the param store**, and sets the random seed with `pyro.set_rng_seed(seed)`.
# 2. It makes a **new `AutoDelta`** of `without_choice`, which starts from your `init_loc_fn` with these `data`. Between the seed and this start no
#    other random numbers are drawn.
# 3. It trains the guide for `model` on `data` (three captains, the default) in **exactly `steps` steps** with `Adam({"lr": 0.3})` and
#    `TraceEnum_ELBO(max_plate_nesting=1)`. `steps` may be 0.
# 4. It **returns the loss of the guide as it is then**, after the last step, a plain float. With `steps=0` it is the loss of the start.
#
# So the number depends on seed, data and steps alone, whatever has been run before. About 7 lines. Two graded cells: the loss of the
# start, and the loss after some steps.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `train_from` has nearly all of it. What does it get as an argument that you get from a seed?
#
# </details>
#
# <details><summary>Hint 2: one argument too many</summary>
#
# AutoDelta calls its `init_loc_fn` with a site and nothing else; yours wants the data, too. The cell above shows what a small `lambda` is good for.
#
# </details>
#
# <details><summary>Hint 3: off by one</summary>
#
# The loss that `svi.step` returns belongs to the parameters *before* that step moved them (step 19 will come back to this). Which method
# tells the loss and moves nothing?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "loss_for_seed", "locked": false, "schema_version": 3, "solution": true, "task": false}
def loss_for_seed(seed: int, data: torch.Tensor, steps: int = 0) -> float:
    """The loss, after some steps of training, of the guide that starts by a seed.

    data [N]. Example: loss_for_seed(4, minutes) is the loss of a start, and
    loss_for_seed(4, minutes, steps=80) the loss of where it leads to.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "loss_start", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The loss of the start",
    also="other data, the value of the loss, and what earlier runs have left behind",
):

    def three_losses():
        return [loss_for_seed(seed, minutes) for seed in (1, 2, 1)]

    starts = [expect.call(start_of_seed, (seed,), fresh=True) for seed in (1, 2)]
    what = "The locs that your init_loc_fn (task 1) gives for seed 1 and for seed 2"
    expect.differ(starts[0]["locs"], starts[1]["locs"], what)
    losses = expect.call(three_losses)
    for loss in losses:
        expect.number(loss, "a loss that loss_for_seed returned")
    what = "loss_for_seed(1, minutes), asked again after another seed,"
    expect.close(losses[2], losses[0], what)
    wanted = [train_from(start, minutes, 0)[1] for start in starts]
    what = "the list of loss_for_seed(1, minutes) and loss_for_seed(2, minutes)"
    expect.close(losses[:2], wanted, what, rtol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "loss_trained", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The loss after some steps",
    also="other data, other numbers of steps, and the value of the loss",
):
    start = expect.call(start_of_seed, (3,), fresh=True)
    for steps in (0, 1, 12):
        loss = expect.call(loss_for_seed, (3, minutes), {"steps": steps})
        expect.number(loss, f"loss_for_seed(3, minutes, steps={steps})")
        wanted = train_from(start, minutes, steps)[1]
        what = f"loss_for_seed(3, minutes, steps={steps})"
        expect.close(loss, wanted, what, rtol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "seeds_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. Eight seeds
#
# Now your function goes to work: for each of eight seeds the loss of the start, the loss after 25 steps, and the loss after 50, where most have nearly come to rest.
# Left: the start against the end. Right: a short run against the end. Each point is a seed, lower is better, and the ring is around the
# seed that looks best *on the horizontal axis*.


# %%
with expect.when_written("init_loc_fn", "loss_for_seed"):
    rows = [[loss_for_seed(s, minutes, n) for n in (0, 25, 50)] for s in range(8)]
    table = torch.tensor(rows)
    columns = ["seed", "loss of the start", "after 25 steps", "after 50 steps"]
    rounded = [[f"{x:.1f}" for x in row] for row in rows]
    show.table("Eight seeds", columns, [[s, *row] for s, row in enumerate(rounded)])
    figure, panels = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
    ring = {"color": "black", "markersize": 14, "markerfacecolor": "none"}
    for column, what in enumerate(("the start", "25 steps")):
        axes, judge, end = panels[column], table[:, column], table[:, 2]
        pick = judge.argmin()
        axes.plot(judge, end, "o", color=show.plots.COLOURS[0])
        axes.plot(judge[pick], end[pick], "o", **ring)
        axes.set(title=f"judged by {what}", xlabel=f"loss after {what}")
        print(f"judged by {what}: seed {pick} is the best, and ends at {end[pick]:.1f}")
    panels[0].set(xlabel="loss of the start")
    panels[0].set(ylabel="loss after 50 steps")
    figure.tight_layout()
    show.figure(
        figure,
        "Two pictures with a mark for each seed: the loss after 50 steps above that of "
        "the start, and above that after 25 steps. A ring is around the leftmost mark.",
    )
    print(f"the best of all ends is {table[:, 2].min():.1f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_best", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three things to see:
#
# - The ends lie on a few levels. A level belongs to a valley with its mirror images (or to a pass between valleys, so flat that training seems to rest
#   there). The loss tells them apart.
# - **The start is a poor judge.** (The guide that this course follows picks its seed by the loss of the start, before any training.) It says where you stand, and
#   not where the slope leads. Does the ring on the left lie on the lowest level? With some draws it does, with others it does not.
# - **A short run is a better judge**, for a fraction of the work. It is no sure one: some seeds need long to get going, and stay on a
#   high level for a while before they find the way down.
#
# Losses can be compared because everything else is the same: the model, the data, the kind of guide. The losses of two models, or for two sets of data,
# say nothing about each other.
#
# ## Task 3: the best seed · 2 points
#
# Write `best_seed(seeds, data, steps=0)`. `seeds` is a list (or a range) of at least one whole number, in any order. It returns **the one of these seeds** whose
# `loss_for_seed`, with these data and after `steps` steps, is the best. (Should two be equally good, either will do.)
#
# One or two lines.
#
# <details><summary>Hint 1: which way is good?</summary>
#
# It is called a loss.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# Python's `min` takes `key=`, a function that says by which number the items are compared; what it returns is the item, and not its number.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "best_seed", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_seed(seeds, data: torch.Tensor, steps: int = 0) -> int:
    """The one of the seeds whose loss after some steps is the best. data [N].

    Example: best_seed([7, 3, 5], minutes, steps=30) is 7, 3 or 5.
    """
    ### BEGIN SOLUTION
    return min(seeds, key=lambda seed: loss_for_seed(seed, data, steps))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "best", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The best of a few seeds",
    also="other seeds and data, and seeds that only show their worth after some steps",
):

    def losses_of(seeds, steps):
        return [loss_for_seed(seed, minutes, steps) for seed in seeds]

    for seeds, steps in (([31, 14, 25, 19], 0), ([4, 2], 20)):
        losses = expect.call(losses_of, (seeds, steps))
        for loss in losses:
            expect.number(loss, "a loss that loss_for_seed (task 2) returned")
        call = f"best_seed({seeds}, minutes, steps={steps})"
        winner = expect.call(best_seed, (seeds, minutes), {"steps": steps})
        expect.number(winner, f"what {call} returned")
        message = f"What {call} returned is none of these seeds: it is {winner}."
        expect.that(winner in seeds, message)
        rounded = [round(loss, 1) for loss in losses]
        message = f"The losses of these seeds are {rounded}, and {call} is {winner}."
        expect.that(losses[seeds.index(winner)] == min(losses), message)

# %% [markdown] nbgrader={"grade": false, "grade_id": "order_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. One answer, six names
#
# Take the good answer of section 2, and hand the captains other numbers: the locs and the weights are reshuffled *together*. The loss is the same to the last digit
# that matters. But look at the mean of two such answers, the sort of thing that one does to "make the result more stable":

# %%
good = ends["one in each hump"]
order = [2, 0, 1]
weights, locs = good["weights"][order], good["locs"][order]
shuffled = {"weights": weights, "scale": good["scale"], "locs": locs}
middle = {name: (good[name] + shuffled[name]) / 2 for name in good}
loose = {**good, "locs": good["locs"].sort(descending=True).values}
for title, values in (
    ("as found", good),
    ("reshuffled", shuffled),
    ("their mean", middle),
    ("locs alone", loose),
):
    loss = train_from(values, minutes, 0)[1]
    print(f"{title}  locs {values['locs']}", end="  ")
    print(f"weights {values['weights']}   loss {loss:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_refit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The mean of two perfect answers is far worse than either: it mixes captains who have nothing to do with each other. The last line is the other classic. Whoever
# brings only the *locs* into an order gives each captain another one's weight.
#
# Which number a captain gets is decided by the start, that is, by chance. Before you print, compare or average anything, agree on an order: **captain 0 is the
# earliest**, and so on. And move house with everything that belongs to the captain.
#
# ## Task 4: fit again, and give the answer in order · 4 points
#
# Write `refit(seed, data, steps=80)`:
#
# - It starts **from the same start as `loss_for_seed` with this seed**, and trains in the same way on `data`, in exactly `steps` steps. So the loss of
#   its result is `loss_for_seed(seed, data, steps)`, whatever has been run before.
# - It **returns a dictionary** with `"weights"` `[3]`, `"scale"` `[]` and `"locs"` `[3]`: tensors, the values of the trained guide (`guide.median()`) ...
# - ... **in the order of the locs**, the smallest first; entry k of weights and entry k of locs belong to the same captain.
#
# About 10 lines, many of which you have written before. (You may put what is common to both functions into a function of its own: write it in the cell of
# task 2.) Two graded cells: the fit, whatever its order, and the order.
#
# <details><summary>Hint 1: the same start</summary>
#
# Everything that `loss_for_seed` does before its first step belongs to the start. The seed alone is not enough.
#
# </details>
#
# <details><summary>Hint 2: in order</summary>
#
# `sort` forgets where things came from. `argsort` tells you just that: which captain is first, which second, and so on. It is a list of positions, as in task 1.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "refit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def refit(seed: int, data: torch.Tensor, steps: int = 80) -> dict[str, torch.Tensor]:
    """Train from the start that belongs to a seed. data [N].

    Returns weights [3], scale [] and locs [3], locs ascending.
    Example: the result for minutes might be locs [-12., 0., 9.] with the weights
    [0.5, 0.3, 0.2].
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    found = guide.median(data)
    order = found["locs"].argsort()
    return {
        "weights": found["weights"][order],
        "scale": found["scale"],
        "locs": found["locs"][order],
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "refit_fit", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The same start, the same fit",
    also="other data, other seeds and steps, and what earlier runs have left behind",
):

    def three_fits():
        return [refit(seed, minutes, steps=3) for seed in (1, 2, 1)]

    starts = [expect.call(start_of_seed, (seed,), fresh=True) for seed in (1, 2)]
    fits = expect.call(three_fits)
    for found in fits:
        names = ["weights", "scale", "locs"]
        expect.dictionary(found, "what refit returned", names)
        expect.shape(found["locs"], (3,), "the locs that refit returned")
        expect.shape(found["weights"], (3,), "the weights that refit returned")
        expect.shape(found["scale"], (), "the scale that refit returned")
    for start, seed, found in zip(starts, (1, 2), fits, strict=False):
        wanted = train_from(start, minutes, 3)[0]
        what = f"of refit({seed}, minutes, steps=3)"
        for name in ("locs", "weights"):  # whatever their order
            mine, right = sorted(found[name].tolist()), sorted(wanted[name].tolist())
            expect.close(mine, right, f"the sorted {name} {what}", atol=2e-3)
        expect.close(found["scale"], wanted["scale"], f"the scale {what}", atol=2e-3)
    what = "the locs of refit with seed 1, asked again after another seed,"
    expect.close(fits[2]["locs"], fits[0]["locs"], what)

# %% nbgrader={"grade": true, "grade_id": "refit_order", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The captains in order", also="whether each has kept his own weight"):
    for seed in (1, 2, 3, 4):
        start = expect.call(start_of_seed, (seed,), fresh=True)
        wanted = train_from(start, minutes, 3)[0]
        found = expect.call(refit, (seed, minutes), {"steps": 3})
        expect.dictionary(found, "what refit returned", ["weights", "scale", "locs"])
        for name in ("locs", "weights"):
            expect.shape(found.get(name), (3,), f"the {name} that refit returned")
        locs = found["locs"]
        message = f"The locs {locs.tolist()} for seed {seed} are not ascending."
        expect.that(bool((locs[1:] >= locs[:-1]).all()), message)
        own = wanted["weights"][wanted["locs"].argsort()]
        what = f"the list of weights for seed {seed}, each with the locs' captain,"
        expect.close(found["weights"], own, what, atol=2e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "verdict_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7. The whole way
#
# A race of twenty-five steps between the eight seeds, the winner's fit in full, and the truth beside it. (The truth of this ferry: the habits from which we made the data, and
# what the ninety days say about them if one knows the captains.)

# %%
with expect.when_written("init_loc_fn", "loss_for_seed", "best_seed", "refit"):
    winner = best_seed(range(8), minutes, steps=25)
    habits = refit(winner, minutes)
    own = [minutes[true_captain == k] for k in range(3)]
    print(f"the winner of the race is seed {winner}")
    shares = torch.tensor([len(y) / len(minutes) for y in own])
    means = torch.stack([y.mean() for y in own])
    columns = ["", "captain 0", "captain 1", "captain 2"]
    rows = [
        ["locs: made with", *true_locs],
        ["their averages", *means],
        ["found", *habits["locs"]],
        ["weights: made with", *true_weights],
        ["their shares", *shares],
        ["found", *habits["weights"]],
    ]
    show.table("The truth and the answer", columns, rows)
    print(f"scale:   made with 2.0, found {habits['scale']:.3f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    bars = {"color": "lightgrey", "edgecolor": "white"}
    axes.hist(minutes.numpy(), bins=30, density=True, **bars)
    for k, dashes in enumerate(("-", "--", "-.")):
        density = dist.Normal(habits["locs"][k], habits["scale"]).log_prob(grid).exp()
        style = {"color": show.plots.COLOURS[k], "linestyle": dashes}
        axes.plot(grid, habits["weights"][k] * density, label=f"captain {k}", **style)
    axes.set(title=f"The answer from seed {winner}", ylabel="density")
    axes.set(xlabel="minutes after noon")
    axes.legend()
    figure.tight_layout()
    show.figure(figure, "The histogram, and a curve for each captain in your answer.")

    share = (table[:, 2] < table[:, 2].min() + 1).float().mean().item()
    print(f"of the eight seeds {share:.0%} ended within 1 of the best")
    print("if that is the chance of one seed, none of n arrives with the chance")
    for n in (1, 3, 8, 30):
        print(f"   {n:2} seeds: {(1 - share) ** n:.2g}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The last table is the best argument for many seeds, and it also shows the limit: it is made from the valleys that *were* found. If there is a still better one
# that a start finds once in a thousand times, you will not hear of it. "The best of eight" is all that one may claim. Say how many starts there were, and how many of them agreed.
#
# ## What you can do now
#
# - You know mirror images, which are harmless, from local optima, which are not, and you tell them by the loss.
# - You write a start that makes the captains different and leaves the rest to chance.
# - You make a seed stand for a start: empty store, seed, *new* guide, in every run.
# - You compare seeds by where they lead to, or at least by a short run, and not by where they begin.
# - You bring an answer into order with everything that belongs to it, before you compare or average.
#
# Next, in step 19: what the losses of a single training can tell, and what not.

# %%
expect.overview()  # how far are you? run this cell whenever you like
