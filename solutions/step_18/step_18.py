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
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, TraceEnum_ELBO
from pyro.infer.autoguide import AutoDelta
from pyro.optim import Adam

from autograder import expect

torch.set_printoptions(precision=3, sci_mode=False)

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
pyro.set_rng_seed(18)
true_weights, true_locs = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([-12.0, 0.0, 9.0])
true_captain = torch.multinomial(true_weights, 90, replacement=True)  # we only know this because we make the data
minutes = true_locs[true_captain] + 2.0 * torch.randn(90)

figure, axes = plt.subplots(figsize=(7, 2.6))
axes.hist(minutes.numpy(), bins=30, color="lightgrey", edgecolor="white")
axes.set(title="When the ferry came", xlabel="minutes after noon", ylabel="days")
figure.tight_layout()
plt.show()
print("days:", len(minutes), "  mean:", round(minutes.mean().item(), 2), "  sd:", round(minutes.std().item(), 2))

# %% [markdown] nbgrader={"grade": false, "grade_id": "landscape_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. A landscape with several valleys
#
# A picture needs a problem with only two unknowns. So let us pretend, for this section only, that one of the three captains is
# known already (the early one), that all sail equally often, and that the scale is known, too. Then the loss depends on two numbers,
# the locs of the other two captains, and can be drawn as a map: dark is low, and low is good. The red lines are the ways
# of gradient descent, from eight starts (hollow) to where each comes to rest (full).


# %%
def two_unknowns(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Minus the log likelihood of the minutes, for captains with the locs -12, a and b. Shapes alike; returns the same."""
    locs = torch.stack([torch.full_like(a, -12.0), a, b])
    terms = dist.Normal(locs[..., None], 2.5).log_prob(minutes) - torch.tensor(3.0).log()  # [captain, ..., day]
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
axes.contourf(ticks, ticks, (height - height.min() + 5).log(), levels=30, cmap="Greys_r")
axes.plot(ways[:, :, 0], ways[:, :, 1], color="tab:red", linewidth=1)
axes.plot(ways[0, :, 0], ways[0, :, 1], "o", color="tab:red", markerfacecolor="white")
axes.plot(ways[-1, :, 0], ways[-1, :, 1], "o", color="tab:red")
axes.set(title="The loss, for two unknown locs", xlabel="loc of one captain", ylabel="loc of the other")
figure.tight_layout()
plt.show()
for (a, b), end in zip(places, ways[-1], strict=True):
    print(f"from ({a:5.1f}, {b:5.1f}) to ({end[0]:6.2f}, {end[1]:6.2f})   loss {two_unknowns(end[0], end[1]):.2f}")

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
    """A mixture of K normals with one scale. data [N]; returns y [N]. Sites weights [| K], scale, locs [| K]."""
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 2.0)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    locs = pyro.sample("locs", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    with pyro.plate("N", len(data)):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)


without_choice = poutine.block(model, hide=["assignment"])  # what the guide gets to see


def train_from(start: dict[str, torch.Tensor], data: torch.Tensor, steps: int) -> tuple[dict[str, torch.Tensor], float]:
    """Train a point guide from given values of weights, scale and locs. Returns its values at the end, and their loss."""
    pyro.clear_param_store()
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: start[site["name"]].clone())
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
    start = {"weights": torch.full((3,), 1 / 3), "scale": minutes.std() / 2, "locs": locs}
    ends[title], loss = train_from(start, minutes, 80)
    found = ends[title]
    print(f"{title:22} loss {loss:.2f}   locs {found['locs']}   weights {found['weights']}")
    parts = found["weights"] * dist.Normal(found["locs"], found["scale"]).log_prob(grid[:, None]).exp()
    axes.hist(minutes.numpy(), bins=30, density=True, color="lightgrey", edgecolor="white")
    axes.plot(grid, parts)
    axes.plot(grid, parts.sum(-1), color="black", linestyle=":")
    axes.set(title=f"{title}\nloss {loss:.1f}", xlabel="minutes after noon")
panels[0].set(ylabel="density")
figure.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "starts_read", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The coloured curves are the captains (some hide behind each other), the dotted one is all of them together. Three starts, three ends, and the
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
    print(f"asked for {site['name']:8} of shape {tuple(site['fn'].shape())}, a {type(site['fn']).__name__}")
    return site["fn"].sample()


_ = AutoDelta(without_choice, init_loc_fn=curious)(minutes, K=4)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_init", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: a start by chance
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
    """The value from which the guide starts at a site: "weights" [K], "scale" [] or "locs" [K]. data [N].

    Example: for locs of shape [3] and data [1., 2., 5., 9.] perhaps [9., 1., 2.].
    """
    ### BEGIN SOLUTION
    shape = site["fn"].shape()
    if site["name"] == "weights":
        return torch.ones(shape) / shape[0]
    if site["name"] == "scale":
        return data.std() / 2
    return data[torch.randperm(len(data))[: shape[0]]]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "start_values", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The start of a guide", also="other data, and other numbers of captains"):

    def start_of(data, K):
        pyro.clear_param_store()
        guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
        guide(data, K=K)
        return guide.median()

    days = torch.tensor([-9.0, -7.0, 1.0, 2.0, 8.0])
    start = expect.call(start_of, (days, 4), fresh=True)
    expect.close(start["weights"], [0.25] * 4, "the start of the weights of four captains")
    expect.close(start["scale"], days.std() / 2, "the start of the scale")
    expect.shape(start["locs"], (4,), "the start of the locs of four captains")
    expect.that(len(set(start["locs"].tolist())) == 4, f"The locs {start['locs'].tolist()} are not all different.")
    expect.that(set(start["locs"].tolist()) <= set(days.tolist()), "Each loc should be the data of one day.")

# %% nbgrader={"grade": true, "grade_id": "start_random", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Another start each time", also="whether all days, and all sets of days, have their chance"):

    def two_starts(data):
        return [start_of(data, 3)["locs"], start_of(data, 3)["locs"]]

    first, second = expect.call(two_starts, (minutes,), fresh=True, seed=1)
    expect.differ(first, second, "The start of the locs and the next start of the locs")

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
try:
    pyro.clear_param_store()
    for seed in (0, 1, 2):
        pyro.set_rng_seed(seed)
        guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, minutes))
        guide(minutes)
        print(f"seed {seed}: locs {guide.median()['locs']}   in the store: {list(pyro.get_param_store())}")
except NotImplementedError:
    print("init_loc_fn is not written yet. Write it, then run this cell again.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_loss", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three seeds, three new guides, one start. The parameters of *every* AutoDelta go by the same names, and what is in the param store under these names
# counts for more than the start that the new guide brings along. The second and the third guide found what the first had left there. Had they been trained in
# between, they would have gone on from where the first had ended, and all would have looked wonderfully stable.
#
# ## Task 2: the loss for a seed
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
    """The loss, after some steps of training, of the point guide whose start belongs to a seed. data [N].

    Example: loss_for_seed(4, minutes) is the loss of a start, loss_for_seed(4, minutes, steps=80) of where it leads to.
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
    "The loss of the start", also="other data, the value of the loss, and what earlier runs have left behind"
):

    def three_losses():
        return [loss_for_seed(1, minutes), loss_for_seed(2, minutes), loss_for_seed(1, minutes)]

    losses = expect.call(three_losses)
    for loss in losses:
        expect.number(loss, "a loss that loss_for_seed returned")
    expect.differ(losses[0], losses[1], "loss_for_seed(1, minutes) and loss_for_seed(2, minutes)")
    expect.close(losses[2], losses[0], "loss_for_seed(1, minutes), asked again after another seed,")

# %% nbgrader={"grade": true, "grade_id": "loss_trained", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The loss after some steps", also="other data, other numbers of steps, and the value of the loss"):
    losses = [expect.call(loss_for_seed, (3, minutes), {"steps": steps}) for steps in (0, 1, 30)]
    expect.differ(losses[0], losses[1], "The loss of the start and the loss after one step")
    expect.that(losses[2] < losses[0], "Thirty steps of training should lower the loss. Which sign has yours?")

# %% [markdown] nbgrader={"grade": false, "grade_id": "seeds_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. Twelve seeds
#
# Now your function goes to work: for each of twelve seeds the loss of the start, the loss after 25 steps, and the loss after 60, where most have nearly come to rest.
# Left: the start against the end. Right: a short run against the end. Each point is a seed, lower is better, and the ring is around the
# seed that looks best *on the horizontal axis*.


# %%
table = None
try:
    table = torch.tensor([[loss_for_seed(seed, minutes, steps) for steps in (0, 25, 60)] for seed in range(12)])
except NotImplementedError:
    print("loss_for_seed is not written yet. Write it, then run this cell again.")
else:
    print("seed    start   after 25   after 60")
    for seed, row in enumerate(table):
        print(f"{seed:4} {row[0]:8.1f} {row[1]:10.1f} {row[2]:10.1f}")
    figure, panels = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
    for column, what, axes in zip((0, 1), ("the start", "25 steps"), panels, strict=True):
        pick = table[:, column].argmin()
        axes.plot(table[:, column], table[:, 2], "o", color="tab:blue", alpha=0.6)
        axes.plot(table[pick, column], table[pick, 2], "o", color="black", markersize=14, markerfacecolor="none")
        axes.set(title=f"judged by {what}", xlabel=f"loss after {what}" if column else "loss of the start")
        print(f"judged by {what}, seed {pick} is the best; it ends at {table[pick, 2]:.1f}")
    panels[0].set(ylabel="loss after 60 steps")
    figure.tight_layout()
    plt.show()
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
# ## Task 3: the best seed
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
    """The one of the seeds whose loss after some steps of training is the best. data [N].

    Example: best_seed([7, 3, 5], minutes, steps=30) is 7, 3 or 5.
    """
    ### BEGIN SOLUTION
    return min(seeds, key=lambda seed: loss_for_seed(seed, data, steps))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "best", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The best of a few seeds", also="other seeds and data, and seeds that only show their worth after some steps"
):
    seeds = [31, 14, 25, 19]
    losses = [loss_for_seed(seed, minutes) for seed in seeds]
    winner = expect.call(best_seed, (seeds, minutes))
    expect.that(winner in seeds, f"best_seed({seeds}, minutes) returned {winner}, which is none of these seeds.")
    expect.that(
        losses[seeds.index(winner)] == min(losses),
        f"The losses of the seeds {seeds} are {losses}; best is not {winner}.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "order_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. One answer, six names
#
# Take the good answer of section 2, and hand the captains other numbers: the locs and the weights are reshuffled *together*. The loss is the same to the last digit
# that matters. But look at the mean of two such answers, the sort of thing that one does to "make the result more stable":

# %%
good = ends["one in each hump"]
shuffled = {"weights": good["weights"][[2, 0, 1]], "scale": good["scale"], "locs": good["locs"][[2, 0, 1]]}
for title, values in (("as found", good), ("reshuffled", shuffled)):
    print(
        f"{title:11} locs {values['locs']}   weights {values['weights']}   loss {train_from(values, minutes, 0)[1]:.3f}"
    )
middle = {name: (good[name] + shuffled[name]) / 2 for name in good}
print(f"their mean  locs {middle['locs']}   weights {middle['weights']}   loss {train_from(middle, minutes, 0)[1]:.3f}")

loose = {**good, "locs": good["locs"].sort(descending=True).values}
print(f"locs alone  locs {loose['locs']}   weights {loose['weights']}   loss {train_from(loose, minutes, 0)[1]:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_refit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The mean of two perfect answers is far worse than either: it mixes captains who have nothing to do with each other. The last line is the other classic. Whoever
# brings only the *locs* into an order gives each captain another one's weight.
#
# Which number a captain gets is decided by the start, that is, by chance. Before you print, compare or average anything, agree on an order: **captain 0 is the
# earliest**, and so on. And move house with everything that belongs to the captain.
#
# ## Task 4: fit again, and give the answer in order
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
    """Train from the start that belongs to a seed. data [N]. Returns weights [3], scale [] and locs [3], locs ascending.

    Example: the result for minutes might be locs [-12., 0., 9.] with the weights [0.5, 0.3, 0.2].
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
    return {"weights": found["weights"][order], "scale": found["scale"], "locs": found["locs"][order]}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "refit_fit", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The same start, the same fit", also="other data, other seeds and steps, and what earlier runs have left behind"
):

    def two_fits():
        return [refit(1, minutes, steps=3), refit(2, minutes, steps=3), refit(1, minutes, steps=3)]

    first, other, again = expect.call(two_fits)
    expect.equal(sorted(first), ["locs", "scale", "weights"], "the list of names in what refit returned")
    expect.differ(first["locs"], other["locs"], "The locs of refit with seed 1 and with seed 2")
    expect.close(again["locs"], first["locs"], "the locs of refit with seed 1, asked again after another seed,")

# %% nbgrader={"grade": true, "grade_id": "refit_order", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The captains in order", also="whether each has kept his own weight"):
    for seed in (1, 2, 3, 4):
        locs = expect.call(refit, (seed, minutes), {"steps": 2})["locs"]
        expect.that(bool((locs[1:] >= locs[:-1]).all()), f"The locs {locs.tolist()} for seed {seed} are not ascending.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "verdict_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7. The whole way
#
# A race of twenty-five steps between the twelve seeds, the winner's fit in full, and the truth beside it. (The truth of this ferry: the habits from which we made the data, and
# what the ninety days say about them if one knows the captains.)

# %%
try:
    winner = best_seed(range(12), minutes, steps=25)
    habits = refit(winner, minutes)
except NotImplementedError:
    print("Something above is not written yet. Write it, then run this cell again.")
else:
    own = [minutes[true_captain == k] for k in range(3)]
    print(f"the winner of the race is seed {winner}")
    print(
        "locs:    made with",
        true_locs,
        "  their averages",
        torch.stack([y.mean() for y in own]),
        "  found",
        habits["locs"],
    )
    shares = torch.tensor([len(y) / len(minutes) for y in own])
    print("weights: made with", true_weights, "     their shares", shares, "        found", habits["weights"])
    print(f"scale:   made with 2.0, found {habits['scale']:.3f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.hist(minutes.numpy(), bins=30, density=True, color="lightgrey", edgecolor="white")
    for k in range(3):
        density = dist.Normal(habits["locs"][k], habits["scale"]).log_prob(grid).exp()
        axes.plot(grid, habits["weights"][k] * density, label=f"captain {k}")
    axes.set(title=f"The answer from seed {winner}", xlabel="minutes after noon", ylabel="density")
    axes.legend()
    figure.tight_layout()
    plt.show()

    share = (table[:, 2] < table[:, 2].min() + 1).float().mean().item()
    print(
        f"of the twelve seeds {share:.0%} ended within 1 of the best. If that is the chance of one seed, none arrives there with a chance of"
    )
    for n in (1, 3, 12, 30):
        print(f"   {n:2} seeds: {(1 - share) ** n:.2g}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The last table is the best argument for many seeds, and it also shows the limit: it is made from the valleys that *were* found. If there is a still better one
# that a start finds once in a thousand times, you will not hear of it. "The best of twelve" is all that one may claim. Say how many starts there were, and how many of them agreed.
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
