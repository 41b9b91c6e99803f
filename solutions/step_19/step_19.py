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
# # Step 19 · The loss curve
#
# | | |
# |---|---|
# | **Goal** | Keep the losses of a training, draw them with the right label, and decide by a rule whether the training has arrived. |
# | **Minutes** | 45 |
# | **Prerequisites** | step_14 |
#
# A training stops when its steps are used up. It does not ring a bell when it has *arrived*. In the small problems of this
# course you could hold the result against an exact answer; in the problems that you will have afterwards there is none. What
# you always have is a list: one loss for every step. Drawn as a picture, it is the **loss curve**, and it is the first thing that an
# experienced person asks to see.
#
# Today you learn to read it. Three questions: *which way is up*, *what is noise*, and *when is it over*. And, at the
# end, what the curve cannot tell you.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math
import warnings
from itertools import pairwise

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro.distributions import constraints
from pyro.infer import SVI, Trace_ELBO
from pyro.optim import Adam

from autograder import expect, show

NOISE = 1.0  # the standard deviation of one measurement, in mm

# The bean of step 13 again: how much it grew on each of many days, in mm.
pyro.set_rng_seed(19)
growth = 4.2 + NOISE * torch.randn(60)


def model(data: torch.Tensor) -> None:
    """mu ~ Gamma(1, 1); y ~ Normal(mu, NOISE) in plate "N". Shapes: data [N]."""
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


def guide(data: torch.Tensor) -> None:
    """mu ~ LogNormal(mu_loc, mu_scale), from a narrow start."""
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    start = torch.tensor(0.1)
    mu_scale = pyro.param("mu_scale", start, constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))


# %% [markdown] nbgrader={"grade": false, "grade_id": "sign_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. Which way is up?
#
# Training a guide means making its ELBO *large*. But optimisers like to go *down*, and so Pyro hands them the ELBO with its
# sign turned round. That number is the loss:
#
# > loss = **negative** ELBO.
#
# Each `svi.step(data)` returns one. It is an *estimate*, made from a single draw of the guide, and it belongs to the parameters
# as they were **before** the step moved them. Look at a few such estimates, for two settings of the guide that stay as
# they are: the start of a training, and a setting close to the posterior.


# %%
def losses_at(mu_loc: float, mu_scale: float, n: int) -> list[float]:
    """n estimates of the loss, for parameters that nobody moves."""
    pyro.clear_param_store()
    # the guide finds these in the store, and takes them as they are
    pyro.param("mu_loc", torch.tensor(mu_loc))
    pyro.param("mu_scale", torch.tensor(mu_scale), constraint=constraints.positive)
    return [Trace_ELBO().loss(model, guide, growth) for _ in range(n)]


pyro.set_rng_seed(0)
for where, mu_loc, mu_scale in (
    ("the start", 0.0, 0.1),
    ("near the posterior", 1.41, 0.032),
):
    losses = losses_at(mu_loc, mu_scale, 6)
    print(f"{where:19} loss:", "  ".join(f"{loss:7.2f}" for loss in losses))
    print(f"{'':19} ELBO:", "  ".join(f"{-loss:7.2f}" for loss in losses))

# %% [markdown] nbgrader={"grade": false, "grade_id": "floor_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The good setting has the *smaller* loss. Remember it when you meet a falling curve whose axis says "ELBO" (the guide that
# this course follows draws one): either the label is wrong, or something terrible is going on.
#
# And the estimates differ from each other, although nothing was trained between them. That is the **noise** of the loss: it comes
# from the draws, and tells nothing about progress.
#
# How low can the loss get? In step 13 you saw that ELBO = log p(y) - KL, and that a KL is never negative. So no guide can have an
# expected loss below -log p(y). We call this the **floor**. Here it can be computed, by adding up over a fine grid of mu.
# For most models it can not, and you will have to read the curve without it.

# %%
mu_grid = torch.linspace(0.001, 12.0, 6001, dtype=torch.float64)
likelihood = dist.Normal(mu_grid[:, None], NOISE).log_prob(growth.double()).sum(1)
log_joint = likelihood - mu_grid  # the log density of Gamma(1, 1) at mu is -mu
floor = -torch.logsumexp(log_joint, 0).item() - math.log(mu_grid[1] - mu_grid[0])
exact_mean = growth.mean().item() - 1.0 / len(growth)
exact_sd = 1.0 / math.sqrt(len(growth))
print(f"the floor: {floor:.3f}")
print(f"the exact posterior of mu: mean {exact_mean:.3f}, sd {exact_sd:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: a training that keeps its losses · 3 points
#
# Write `fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0)`:
#
# - `model` and `guide` are *any* two that fit together and take `data` as their only argument. `data` is a tensor.
# - It **empties the param store**, and **sets the random seed** with `pyro.set_rng_seed(seed)`, once, before the first step. So two
#   calls with the same arguments give the same list, whatever happened before them.
# - It trains with `SVI`, the optimiser **`Adam({"lr": lr})`** of Pyro and **`Trace_ELBO()`** as they are, in **exactly `steps`
#   steps**. It never stops earlier: judging is another function's business.
# - It **returns a list of `steps` plain floats**: what each `svi.step` returned, in order and as it is. So entry k belongs to the
#   parameters as they were after k updates, and the first entry to the start.
#
# About five lines.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# You have written this loop in steps 13 and 14. What did the loop do with the number that `svi.step` handed back?
#
# </details>
#
# <details><summary>Hint 2: once or each time?</summary>
#
# Emptying the store, setting the seed, making the `SVI` object: each of these once, before the loop. If one of them got into the
# loop, what would happen in the second step?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "fit_with_losses", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit_with_losses(
    model, guide, data: torch.Tensor, lr: float = 0.02, steps: int = 400, seed: int = 0
) -> list[float]:
    """Train a guide for a model on data, from an empty store and a fixed seed.

    Returns the loss of each step (an estimate of the negative ELBO), a list of floats.

    >>> len(fit_with_losses(model, guide, growth, steps=30))
    30
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_losses", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "One loss for each step",
    also="another model and guide, the values one by one, the defaults",
):
    few = growth[:25] + 1.0  # other data than the notebook's
    settings = {"lr": 0.05, "steps": 60, "seed": 3}
    losses = expect.call(fit_with_losses, (model, guide, few), settings, fresh=True)
    expect.length(losses, 60, "what fit_with_losses returned with steps=60")
    for loss in losses:
        expect.number(loss, "a loss that fit_with_losses returned")

    def loss_of_the_start():
        pyro.set_rng_seed(3)
        return Trace_ELBO().loss(model, guide, few)

    wanted = expect.call(loss_of_the_start, fresh=True)
    expect.close(losses[0], wanted, "the first loss, that of the start,", rtol=0.3)
    message = "In a training that goes well the loss falls. Which sign has yours?"
    expect.that(losses[-1] < losses[0], message)

# %% nbgrader={"grade": true, "grade_id": "fit_seed", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The same seed, the same losses",
    also="other seeds, the default, and the draws of one step against the next",
):
    settings = {"lr": 1e-9, "steps": 8}  # so small that nothing moves but the draws

    def in_a_row():
        seeds = ({"seed": 5}, {"seed": 5}, {"seed": 6})
        return [fit_with_losses(model, guide, growth, **settings, **s) for s in seeds]

    runs = expect.call(in_a_row)
    for losses in runs:
        expect.length(losses, 8, "what fit_with_losses returned with steps=8")
        for loss in losses:
            expect.number(loss, "a loss that fit_with_losses returned")
    one, again, other = runs
    expect.close(again, one, "the list of a second call with seed=5")
    expect.differ(other, one, "The list with seed=6 and the list with seed=5")
    expect.differ(one[1:], one[:-1], "The loss of one step and the loss of the next")

# %% [markdown] nbgrader={"grade": false, "grade_id": "noise_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. What is noise?
#
# Here is your training of the bean, twice: the whole curve, and the second half of it through a magnifying glass.

# %%
with expect.when_written("fit_with_losses"):
    losses = fit_with_losses(model, guide, growth)
    half = len(losses) // 2

    figure, (whole, zoomed) = plt.subplots(1, 2, figsize=(9.5, 3))
    whole.plot(losses, color=show.plots.COLOURS[0])
    whole.set(title="The whole curve", xlabel="step", ylabel="negative ELBO")
    zoomed.plot(range(half, len(losses)), losses[half:], color=show.plots.COLOURS[0])
    zoomed.axhline(floor, color="black", linestyle="--", label="the floor")
    zoomed.set(title="Its second half", xlabel="step", ylabel="negative ELBO")
    zoomed.legend()
    figure.tight_layout()
    show.figure(
        figure,
        "Two curves of the negative ELBO. The whole one falls steeply and then looks "
        "flat; its second half trembles about a dashed line, the floor.",
    )

    ups = sum(later > earlier for earlier, later in pairwise(losses[half:]))
    print(f"second half: the loss went up in {ups} of {len(losses) - half - 1} steps")
    gaps = [abs(later - earlier) for earlier, later in pairwise(losses)]
    first_small = next(k for k, gap in enumerate(gaps) if gap < 0.5)
    print(f"first change smaller than 0.5: from step {first_small},", end=" ")
    print(f"where the loss is {losses[first_small]:.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plot", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three things to see:
#
# - **The beginning hides the end.** The first losses are so large that everything after them looks flat. Always look at the end by
#   itself, too.
# - **One step tells nothing.** In the second half about every other step goes *up*, and nothing is wrong with that.
# - **A small change tells nothing either.** Early in the training, while the curve was falling steeply, two neighbouring losses
#   happened to be nearly equal. Whoever stops at the first small change stops there.
#
# (A single estimate may even lie below the floor. Only its *average* can not.)
#
# What helps against noise is averaging. The mean of the last 20 losses trembles much less than one loss.
#
# ## Task 2: draw it · 4 points
#
# Write `plot_losses(losses, window=20)`:
#
# - `losses` is a list of floats with at least one entry, as `fit_with_losses` returns it.
# - It makes a **new figure** and **returns its Axes** (the object that `plt.subplots()` gives beside the figure).
# - The x axis has the label **`step`**, the y axis the label **`negative ELBO`**. There is a **legend**. Titles, colours and sizes are up to
#   you.
# - One line with the label **`loss`**: the losses as they are, the first of them at **x = 0** (no update made yet).
# - One line with the label **`mean of 20`** (or whatever number `window` is). At **x = k** it has the mean of the `window` losses that *end with*
#   entry k. So it starts at x = window - 1, and each of its points only knows the past. If there are fewer than `window` losses, this line
#   is left out.
#
# About eight lines.
#
# <details><summary>Hint 1: the frame</summary>
#
# `figure, axes = plt.subplots()` makes a new figure. `axes.plot(x, y, label=…)`, `axes.set(xlabel=…, ylabel=…)`, `axes.legend()`.
#
# </details>
#
# <details><summary>Hint 2: the means</summary>
#
# A slice of a list has the entries of one window. If the window ends with entry k, the slice has to stop right *after* k: where does it
# begin?
#
# </details>
#
# <details><summary>Hint 3: their places</summary>
#
# Without an x, `axes.plot` starts counting at 0, and the means would hang to the left of the losses that they are made of. Which k is the
# first that has enough losses behind it?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "plot_losses", "locked": false, "schema_version": 3, "solution": true, "task": false}
def plot_losses(losses: list[float], window: int = 20) -> plt.Axes:
    """Draw a loss curve and its running mean in a new figure, and return the Axes.

    >>> plot_losses([5.0, 3.0, 4.0], window=2).get_ylabel()
    'negative ELBO'

    The means in that picture are 4.0 at x = 1 and 3.5 at x = 2.
    """
    ### BEGIN SOLUTION
    _, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    axes.plot(range(len(losses)), losses, color="grey", linewidth=0.8, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, color="black", label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "plot_curve", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A labelled loss curve",
    also="where each loss stands, the legend, and a second call",
):

    def line_of(axes, label):
        message = "plot_losses should return the Axes that it has drawn into."
        expect.that(isinstance(axes, plt.Axes), message)
        lines = {line.get_label(): line for line in axes.get_lines()}
        message = f"No line has the label '{label}'; the labels are {list(lines)}."
        expect.that(label in lines, message)
        return [[float(x) for x in values] for values in lines[label].get_data()]

    axes = plot_losses([5.0, 3.0, 4.0, 2.0], window=2)
    x, y = line_of(axes, "loss")
    expect.equal(axes.get_xlabel(), "step", "the label of the x axis")
    expect.equal(axes.get_ylabel(), "negative ELBO", "the label of the y axis")
    expect.close(y, [5.0, 3.0, 4.0, 2.0], "the heights of the line of the losses")
    expect.close(x, [0.0, 1.0, 2.0, 3.0], "the places of the losses on the x axis")
    expect.that(axes.get_legend() is not None, "The picture has no legend.")
    second = plot_losses([1.0, 2.0], window=2)
    line_of(second, "loss")
    message = "A second call has drawn into the figure of the first."
    expect.that(second.figure is not axes.figure, message)
    plt.close(axes.figure)
    plt.close(second.figure)

# %% nbgrader={"grade": true, "grade_id": "plot_means", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The running mean",
    also="where it starts, other windows, lists that are too short for a mean",
):
    plot_losses([5.0, 3.0, 4.0, 2.0], window=2)
    axes = plt.gca()
    x, y = line_of(axes, "mean of 2")
    expect.close(y, [4.0, 3.5, 3.0], "the heights of the line of the means")
    expect.close(x, [1.0, 2.0, 3.0], "the places of the means on the x axis")
    plt.close(axes.figure)
    plot_losses([5.0, 3.0, 4.0], window=9)  # fewer losses than the window
    axes = plt.gca()
    labels = [line.get_label() for line in axes.get_lines()]
    message = f"Three losses and window=9: no mean can be drawn; the labels: {labels}."
    expect.that("mean of 9" not in labels, message)
    plt.close(axes.figure)

# %% [markdown] nbgrader={"grade": false, "grade_id": "gallery_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. A gallery
#
# Your picture of the bean's training. On the whole the line of the means looks calm; give `losses[200:]` instead, and look again.

# %%
with expect.when_written("fit_with_losses", "plot_losses"):
    figure = plot_losses(losses).figure
    show.figure(figure, "Your picture of the losses and of their running mean.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "gallery_more", "locked": true, "schema_version": 3, "solution": false, "task": false}
# And here are curves of several trainings; not all of them are as they should be. The first three have the same model and the same guide. Only
# the learning rate differs. In the fourth, someone forgot the constraint of the scale, and switched Pyro's checks off to make the error
# message go away.


# %%
def careless_guide(data):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    # no constraint: a step may carry the scale below zero
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1))
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))


with expect.when_written("fit_with_losses"):
    curves = {
        "lr = 0.001": fit_with_losses(model, guide, growth, lr=0.001),
        "lr = 0.02": losses,  # the one that you know
        "lr = 5": fit_with_losses(model, guide, growth, lr=5.0, steps=200),
    }
    with pyro.validation_enabled(False), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        careless = fit_with_losses(model, careless_guide, growth, lr=0.1, seed=1)
        curves["no constraint"] = careless
        end_scale = pyro.param("mu_scale").item()

    figure, panels = plt.subplots(1, 4, figsize=(12, 2.8))
    for axes, (title, curve) in zip(panels, curves.items(), strict=True):
        axes.plot(curve, color=show.plots.COLOURS[0])
        axes.axhline(floor, color="black", linestyle="--")
        axes.set(title=title, xlabel="step", xlim=(-15, len(curve) + 15))
    panels[0].set(ylabel="negative ELBO", ylim=(0, None))
    panels[2].set(yscale="log")
    figure.tight_layout()
    show.figure(
        figure,
        "Four loss curves: one still falling, one flat on the floor, one thrown up and "
        "then flat far above the floor, and one that falls and has a gap.",
    )

    wild = curves["lr = 5"]
    largest = f"largest {max(wild):.3g}"
    print(f"lr = 5: first loss {wild[0]:.1f}, {largest}, last {wild[-1]:.1f}")
    broken = [k for k, loss in enumerate(careless) if math.isnan(loss)]
    print(
        f"no constraint: {len(broken)} losses are nan, from step {broken[0]}", end=" "
    )
    print(f"to step {broken[-1]}; the last loss is {careless[-1]:.1f},")
    print(f"               and mu_scale has become {end_scale:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_converged", "locked": true, "schema_version": 3, "solution": false, "task": false}
# From left to right: **still falling** (the dashed line is the floor; there is a long way to go). **A plateau**, as it should be. **Thrown
# off**: the first steps were so large that the guide flew away (mind the logarithmic axis), and where it came down, the curve is perfectly flat,
# far above the floor. And **nan**, "not a number": where the curve has a gap, there is no loss at all. In these steps the scale was
# negative, and the logarithm of a negative number was asked for. Often a nan gets into the parameters, and then it never leaves. This
# training went on as if nothing had happened, and after the gap its curve looks fine again. Would you trust it?
#
# ## 4. When is it over?
#
# A picture convinces one pair of eyes. If trainings run at night, a *rule* has to look. It compares two averages: the mean of the last
# `window` losses and the mean of the `window` losses right before them. If the training has arrived, they differ by noise only. And how much may two
# means differ by noise? You know it from statistics: a mean of w independent numbers with the variance v has itself the variance v / w,
# and for a difference the variances add up. So we take
#
# $$d = \bar\ell_{\text{before}} - \bar\ell_{\text{last}}, \qquad s = \sqrt{\frac{v_{\text{before}} + v_{\text{last}}}{w}}$$
#
# where the v are the two variances of the losses (the usual ones: divided by w - 1). The rule says "arrived" if d is **at most 2 s**, in either direction.
#
# Note what is *not* in the rule: no number such as 0.01 that says what is "small". Losses have no natural unit. Add a constant to all of them, or multiply
# them by ten, and the answer has to stay the same.
#
# ## Task 3: the rule · 5 points
#
# Write `has_converged(losses, window=50)`. `losses` is a list of floats, `window` a whole number, 2 or larger. It returns a plain **`True` or `False`**:
#
# - `False` if there are fewer than **2 · window** losses (also if there are none): not enough to tell.
# - `False` if **any loss in the whole list** is not finite (`nan`, `inf`, `-inf`), however good the end looks. Such a training needs a person.
# - Otherwise `True` if **|d| ≤ 2 s**, and `False` if not. (So a curve that ends with 2 · window exactly equal losses, where d and s are both 0, has converged.)
#
# About seven lines.
#
# <details><summary>Hint 1: in which order?</summary>
#
# First the two reasons to say no, then the arithmetic. For nan the order matters: every comparison with nan is `False`, and so is its
# opposite. `math.isfinite` knows.
#
# </details>
#
# <details><summary>Hint 2: two slices</summary>
#
# Negative indices count from the end of a list. The last window is easy. The one before it starts two windows from the end, and where does it stop?
#
# </details>
#
# <details><summary>Hint 3: mean and variance</summary>
#
# `torch.tensor(piece, dtype=torch.float64)` has `.mean()` and `.var()`, and the latter divides by w - 1. So does `variance` of Python's own
# module `statistics`. At the end, is your answer a `bool`, or a tensor with a bool in it?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "has_converged", "locked": false, "schema_version": 3, "solution": true, "task": false}
def has_converged(losses: list[float], window: int = 50) -> bool:
    """Whether the last two windows of a loss curve differ by no more than their noise.

    >>> has_converged([7.0, 9.0] * 50), has_converged([7.0, 9.0] * 49)
    (True, False)
    >>> has_converged([float(-k) for k in range(100)])
    False
    """
    ### BEGIN SOLUTION
    if len(losses) < 2 * window or not all(math.isfinite(loss) for loss in losses):
        return False
    before = torch.tensor(losses[-2 * window : -window], dtype=torch.float64)
    last = torch.tensor(losses[-window:], dtype=torch.float64)
    difference = (before.mean() - last.mean()).item()
    noise = math.sqrt((before.var() + last.var()).item() / window)
    return abs(difference) <= 2 * noise
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "verdict_curves", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Falling, flat, rising",
    also="noisy curves of many shapes and sizes, and other windows",
):
    trembling = [90.0, 110.0] * 25  # a window with the mean 100; here s is about 2
    fallen = [400.0 - 3.0 * step for step in range(100)]
    small = [loss / 1000 for loss in trembling]
    cases = {
        "a curve that falls all the time": ([200.0 - k for k in range(200)], 50, False),
        "a curve that rises all the time": ([float(k) for k in range(200)], 50, False),
        "a long fall, and then a plateau": (fallen + trembling * 2, 50, True),
        "a fall of 5": ([x + 5.0 for x in trembling] + trembling, 50, False),
        "a fall of 3": (fallen + [x + 3.0 for x in trembling] + trembling, 50, True),
        "a rise of 5": ([x - 5.0 for x in trembling] + trembling, 50, False),
        "a fall of 0.005": ([x + 0.005 for x in small] + small, 50, False),
        "80 flat losses, with window=40,": (fallen + [12.0, 10.0] * 40, 40, True),
    }
    for title, (curve, window, wanted) in cases.items():
        verdict = expect.call(has_converged, (curve,), {"window": window})
        expect.equal(verdict, wanted, f"has_converged for {title}")

# %% nbgrader={"grade": true, "grade_id": "verdict_limits", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Too short, and not a number",
    also="where in the list the bad loss is, and the exact limits",
):
    flat = [10.0, 12.0] * 100
    cases = {
        "no losses at all": ([], False),
        "a flat curve of 99 losses, one too few,": (flat[:99], False),
        "100 losses that are all equal": ([4.0] * 100, True),
        "a flat curve that ends with nan": ([*flat, math.nan], False),
        "a flat curve that begins with nan": ([math.nan, *flat], False),
        "a flat curve that begins with inf": ([math.inf, *flat], False),
    }
    for title, (curve, wanted) in cases.items():
        verdict = expect.call(has_converged, (curve,))
        expect.equal(verdict, wanted, f"has_converged for {title}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "honest_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. The rule at work, and what it cannot see
#
# A table of trainings that differ in their learning rate and in their number of steps. Next to the verdict stands what the guide says about mu at the end.
# You know what it *should* say.

# %%
print(f"exact: mean {exact_mean:.3f}, sd {exact_sd:.3f};   floor {floor:.2f}")
with expect.when_written("fit_with_losses", "has_converged"):
    rows = []
    for lr, steps in (
        (0.001, 200),
        (0.005, 400),
        (0.02, 100),
        (0.02, 200),
        (0.02, 400),
        (5.0, 300),
    ):
        losses = fit_with_losses(model, guide, growth, lr=lr, steps=steps)
        loc, scale = (pyro.param(f"mu_{name}").detach() for name in ("loc", "scale"))
        q, late = dist.LogNormal(loc, scale), sum(losses[-50:]) / 50
        verdict = str(has_converged(losses))
        rows.append([f"{lr:g}", steps, verdict, late, q.mean, q.stddev])
    columns = ["lr", "steps", "converged?", "mean of last 50", "mean of mu", "sd of mu"]
    show.table("Six trainings", columns, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_claims", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 4: in your own words · 3 points
#
# Take the last two trainings of the table, and imagine that you have nothing but their two loss curves: no floor, no exact mean and sd.
# Model, guide and data are the same for both. A friend looks at the curves and says:
#
# 1. "`has_converged` is `True` for both. So both have found the best that this guide can do."
# 2. "The first of the two ends lower. So at the end its guide is closer to the posterior than the other's."
# 3. "The first of the two has been flat for a long time. So -log p(y) is about as large as the mean of its last losses."
#
# For each of the three: can the curves alone tell? Say **yes or no, and why**, in one to three sentences. A person reads this answer,
# and each claim is worth one point; it is the reason that counts. No check looks at it, so nothing turns green here.
#
# <details><summary>Hint 1: what is a loss made of?</summary>
#
# Section 1 takes the expected loss apart into two numbers. Which of them is the same for every guide?
#
# </details>
#
# <details><summary>Hint 2: a picture to test a claim with</summary>
#
# Draw a curve of your own that is flat at the end, and then a dashed line for the floor. Where may that line be, and where not?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "curve_claims", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN SOLUTION
# **A model answer.**
#
# 1. No. That a curve is flat says that nothing moves any more, and not where it stands still. These two are flat at different heights,
#    so at most one of them is the best that the guide can do.
# 2. Yes, up to the noise. The expected loss is -log p(y) + KL, and -log p(y) belongs to model and data alone: it is the same for
#    both. So the difference of the two losses is the difference of their KLs, and the lower curve has the smaller one.
# 3. No. The loss is never below -log p(y) in expectation, so the curve shows how large -log p(y) can be at most. How large the KL is
#    that lies between them, no curve can tell: a poor guide, or a training that is stuck, is flat above the floor too.
#
# **One point for each claim, for the reason and not for the word.**
#
# - Claim 1: flat means that nothing moves, which says nothing of where (or: two heights cannot both be the lowest). "The second was
#   thrown off" alone reads it off the table and does not answer what the curves show: half a point.
# - Claim 2: log p(y) is the same for both, so only the KLs differ. Half a point for "lower is better" without it. The noise need not
#   be mentioned.
# - Claim 3: the KL is unknown and at least 0, so -log p(y) may lie anywhere below. Half a point for "flat is not right" without
#   saying on which side the floor is.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Compare the verdicts with the means and sds, line by line. A `False` is not always the last word, and a `True` even less:
#
# - **Noise can hide a slope.** A slow training falls a little in every step. If the noise is larger, two windows do not show it.
#   A longer window does: give the slowest one more steps, and `window=100`.
# - **The loss can look flat while the sd is still on its way.** An sd that is too large costs little, and makes much noise. With `lr = 0.005`
#   the mean of mu has nearly arrived while the sd is far too large, and with `lr = 0.02` the sd gets better long after the first `True`.
# - **Flat is not right.** The training that was thrown off is as flat as can be. The curve tells that nothing moves
#   any more. It does not tell *where*. Local optima look the same.
# - **A plateau will now and then be called a slope.** Noise exceeds 2 s about one time in twenty, and more often if neighbouring losses
#   are not independent. If you ask after every step, you will sooner or later get any answer you like.
#
# So the rule is a smoke detector, and no proof. Other evidence: a second seed and a second learning rate that end at the same loss, the curves of the
# *parameters*, and, as ever, data that the model would make.
#
# ## What you can do now
#
# - You know that what SVI reports is the negative ELBO, and put that on the axis. Down is good.
# - You keep the losses of a training, reproducibly, and look at the end of the curve by itself.
# - You do not take one step, up or down or small, for a message.
# - You can judge a curve by a rule that knows about noise, has no units in it, and never accepts a nan.
# - You know what a flat curve does not say, and can say why.

# %%
expect.overview()  # how far are you? run this cell whenever you like
