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
# # Step 10 · MAP by gradient ascent
#
# | | |
# |---|---|
# | **Goal** | Climb the log joint to the most probable mu, and hold the climb against the exact answer. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_08, step_09 |
#
# In step 9 you asked for a slope: if mu moves a little, does the log joint go up or down, and how fast? A
# slope is a signpost. Follow it a little way uphill, read the next signpost, follow that one, and so on.
# This is **gradient ascent**, and the place where it comes to rest is the top of the hill.
#
# The top has a name. By Bayes' rule
#
# $$\log p(\mu \mid y) = \log p(\mu, y) - \log p(y),$$
#
# and the last term does not contain mu. So the mu with the highest log joint is also the most probable mu
# *after* seeing the data. It is called the **maximum a posteriori** estimate, **MAP** for short.
#
# You will find the top twice: once on paper, once by walking. When two roads lead to one place, you can
# trust both. And for models where there is no road on paper, you will then know what a good walk looks
# like.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, PURPLE, *_ = COLOURS
NOISE = 2.0  # the scale of y: how far one morning usually is from mu
PRIOR_SD = 0.3  # the scale of mu: how far mu is believed to be from 0, before any data


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Normal(0, PRIOR_SD); y ~ Normal(mu, NOISE) in plate "N".

    data: [N]; returns y, [N].
    """
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% [markdown] nbgrader={"grade": false, "grade_id": "story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The hill
#
# The model above is given. It is the one from steps 7 to 9 with a single change: the prior of mu is narrow.
#
# Think of the bus of step 1 once more. Its usual lateness is mu, in minutes, and `y` is what you see on
# single mornings. The bus company is quite sure of itself: "our mu is 0, give or take 0.3". That is the
# prior, and it is a strong opinion. Then you stand at the stop on ten mornings, and what you see does not
# fit it well.
#
# Before you run the next two cells, make a guess. Will the most probable mu lie near the company's 0, near
# the mean of your ten mornings, or halfway?

# %%
torch.manual_seed(11)
data = 4.2 + NOISE * torch.randn(10)  # [10]: a bus that is usually 4.2 minutes late
print("data:     ", [round(value, 2) for value in data.tolist()])
print("data mean:", round(data.mean().item(), 3))

# %%
grid = torch.arange(-150, 601) / 100  # [751] candidates for mu
log_prior = dist.Normal(0.0, PRIOR_SD).log_prob(grid)  # [751]
# [751, 10], summed over the data: [751]
log_likelihood = dist.Normal(grid[:, None], NOISE).log_prob(data).sum(-1)
log_joint = log_prior + log_likelihood  # [751]

figure, axes = plt.subplots(figsize=(7, 3.5))
curves = {
    "log prior": (log_prior, BLUE, "--"),
    "log likelihood": (log_likelihood, ORANGE, "-."),
    "their sum, the log joint": (log_joint, GREEN, "-"),
}
tops = {}
for label, (curve, colour, style) in curves.items():
    top = curve.argmax()
    tops[label] = grid[top].item()
    told = f"{label}:\ntop at mu = {tops[label]:.2f}"
    axes.plot(grid, curve - curve[top], style, color=colour, label=told)
    axes.axvline(tops[label], color=colour, linestyle=":", linewidth=1)
axes.set(ylim=(-25, 2), xlabel="mu", ylabel="height below its own top")
axes.set(title="Three hills")
axes.legend(loc="lower right")
said = "; ".join(f"{label}, at {top:.2f}" for label, top in tops.items())
show.figure(figure, f"Three hills over mu, and where each has its top: {said}.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_the_hill", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Each curve was shifted so that its own top is at height 0; that does not move the top sideways.
#
# - The prior is highest at 0, and very steep on both sides.
# - The likelihood is highest at the mean of the data, and flatter: ten mornings with noise 2 say less about
#   mu than the company's opinion does.
# - The log joint is the sum of the two. Its top is where the two slopes cancel: one hill pulls left, the
#   other pulls right. The steep hill wins most of the argument.
#
# So **the MAP is not the data mean**. It would come close to it if the prior were wide, or if there were a
# great many observations.
#
# ## Task 1: the top, on paper · 2 points
#
# At the top the slope of the log joint is zero. You wrote down this slope in step 9, for a prior with
# standard deviation 1. Do it again for this prior, set it to zero, solve for mu, and write the answer as a
# function.
#
# `map_exact(data)`
#
# - `data` is a tensor of shape `[N]`. N can be any size from 1 up, not only the ten of this notebook.
# - It returns the mu with the highest log joint of `model`, exactly, as a Python float.
# - No search and no loop are needed: it is one fraction.
#
# <details><summary>Hint 1: two slopes</summary>
#
# The log joint is a sum of one log prior and N log likelihood terms. Each is a parabola in mu, so each has
# a slope that is a straight line in mu. What is the slope of the logarithm of a normal density, as a
# function of its scale?
#
# </details>
#
# <details><summary>Hint 2: precision</summary>
#
# The slope of each term is a distance divided by a *variance*, which is a squared scale. One divided by a
# variance is called a **precision**. How much precision does the prior bring, and how much do N
# observations bring together?
#
# </details>
#
# <details><summary>Hint 3: collect the terms</summary>
#
# Bring every term with mu to one side. What multiplies mu there is the total precision: that of the prior
# plus that of the data. The other side has only the data and the noise. Divide.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "map_exact", "locked": false, "schema_version": 3, "solution": true, "task": false}
def map_exact(data: torch.Tensor) -> float:
    """The mu with the highest log joint of `model`, in closed form.

    data: [N], N >= 1. Returns a Python float.
    """
    ### BEGIN SOLUTION
    data_precision = len(data) / NOISE**2
    prior_precision = 1 / PRIOR_SD**2
    return (data.sum().item() / NOISE**2) / (data_precision + prior_precision)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "exact_map", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def log_joint_at(mu: float, observed: torch.Tensor) -> float:
    """The log joint of model at mu, in double precision."""
    place = torch.tensor(mu, dtype=torch.float64)
    log_prior = dist.Normal(0.0, PRIOR_SD).log_prob(place)
    return (log_prior + dist.Normal(place, NOISE).log_prob(observed).sum()).item()


def expect_top(observed: torch.Tensor, look: str = "") -> float:
    """Is map_exact(observed) higher than its neighbours on both sides? Returns it."""
    top = expect.call(map_exact, (observed,))
    expect.number(top, f"what map_exact returned for {len(observed)} observations")
    for side, neighbour in (("left", top - 0.002), ("right", top + 0.002)):
        higher = log_joint_at(neighbour, observed) > log_joint_at(top, observed)
        told = f"A little to the {side} of map_exact({len(observed)} observations)"
        expect.that(not higher, f"{told} the log joint is higher.", look=look)
    return top


with expect.check("map_exact returns the top of the hill", also="other data"):
    for observed in (torch.tensor([2.0]), torch.tensor([1.0, 4.0, 7.0])):
        expect_top(observed)

# %% [markdown] nbgrader={"grade": false, "grade_id": "walking", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Walking uphill
#
# For most models there is no such fraction. There is a slope, though, whenever autograd can follow the
# computation. Here is the walk on a toy hill with its top at 3. One update is
#
# > new x = x + lr · slope at x
#
# `lr` is the **learning rate**. The slope points uphill, so we *add* it. (Optimisers that go *down* a loss
# subtract. Same idea, other sign.)

# %%
lr = 0.25
x = torch.tensor(0.0)
for step in range(6):
    x.requires_grad_()
    height = -((x - 3.0) ** 2) / 2
    (slope,) = torch.autograd.grad(height, x)
    print(f"step {step}:  x = {x.item():.3f}  height = {height.item():7.3f}", end="  ")
    print(f"slope = {slope.item():.3f}")
    x = (x + lr * slope).detach()  # a plain number: the next slope has a clean start

# %% [markdown] nbgrader={"grade": false, "grade_id": "observed", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Each update goes a quarter of the remaining way: the nearer the top, the smaller the slope. So the walk
# slows down as it comes close, and in the last line it has not arrived yet. Keep this in mind.
#
# Three remarks on the code, for the loop that you will write yourself:
#
# - `torch.autograd.grad` hands you the slope. If you prefer `height.backward()`, the slope goes into
#   `x.grad`, where it is *added* to what is there already: you met this in step 9. In a loop it means that
#   the slopes of all earlier places still push you, unless you clear `x.grad` after each update.
# - `.detach()` makes the new x a plain number, the start of a new computation. Without it, x would drag along
#   how it was made from all places before. (Or keep one x and change it in place, as in `x += ...`: PyTorch
#   allows this inside `with torch.no_grad():` only.)
# - The height has to be computed from the very tensor whose slope you want. A copy, made with `.item()` or
#   `torch.tensor(...)`, is another number as far as autograd can see.
#
# ### Which slope?
#
# One trap from step 9 becomes serious here. If `y` is not observed, Pyro draws it, and it draws it as "mu
# plus noise". Then the observations move along when mu moves, and their likelihood does not change at all:

# %%
mu = torch.tensor(0.0, requires_grad=True)
drawn = mu + NOISE * torch.randn(10)  # what the model does when nobody gives it data
print("slope of the log likelihood at mu = 0")
for label, y in [("y drawn by the model", drawn), ("y is the data", data)]:
    (slope,) = torch.autograd.grad(dist.Normal(mu, NOISE).log_prob(y).sum(), mu)
    print(f"   {label:20}  {slope.item():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_map_estimate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# With drawn observations there is nothing to climb but the prior, and a walk that starts at the top of the
# prior never leaves it. The slope must be that of the model **with the data observed**.
#
# ## Task 2: the top, on foot · 8 points
#
# `map_estimate(data, lr, steps)` returns a pair `(mu, history)`.
#
# - `data` is a tensor of shape `[N]`, for any N from 1 up; `lr` is a float; `steps` is a whole number, 0 or
#   more.
# - Every call starts at mu = 0.
# - It makes exactly `steps` updates: new mu = mu + lr · slope of the log joint of `model` at mu, with
#   `data` observed. The log joint is a *sum*: the log prior plus all N log likelihood terms. It is not a
#   mean, and nothing is divided by N.
# - It does not stop earlier, even when the walk hardly moves any more.
# - `mu` is the place after the last update, as a Python float.
# - `history` is a list of `steps + 1` Python floats: the log joint at the start, after the first update,
#   and so on. So `history[0]` is the log joint at 0, and `history[-1]` is the log joint at the `mu` that is
#   returned. With `steps=0` there is one value, which is both.
# - If `lr` is too large, the numbers may grow until they are no longer finite. As soon as a log joint is
#   not finite (`inf`, `-inf` or `nan`, in the precision in which you compute, be it float32 or float64), it
#   raises a `ValueError`. Its text is for people: say what to change. (The words are yours; the graders look
#   at the kind of the error.) No value that is not finite is ever returned, not even as the last of the history.
# - A walk that goes *down* is no error while its values are finite. It is returned like any other.
#
# You may use Pyro's handlers and autograd, or the slope from paper, or both. (With plain Python floats,
# beware of `**`: where a tensor gives `inf`, it raises an `OverflowError` of its own, and the caller wants
# a `ValueError`.)
#
# <details><summary>Hint 1: what have you got already?</summary>
#
# In step 8 you turned a mu and data into one number, the log joint. In step 9 you asked for its slope. What
# is new is only the loop around them. Write down in words what one round of the loop has to do, and in
# which order.
#
# </details>
#
# <details><summary>Hint 2: posts and panels</summary>
#
# A fence of `steps` panels has `steps + 1` posts. Updates are panels, places are posts. Each place needs
# its log joint in the history, also the last one, which no update follows. Do you look at the log joint
# once more after the last update?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `poutine.condition` fixes mu at a tensor that requires a gradient; a trace of the conditioned model, run
# with the data, gives the log joint by `log_prob_sum()`. Then ask for the slope, make the update, and
# detach the result, as in the toy walk. `math.isfinite` says whether a float is finite; the moment to ask
# is before a log joint goes into the history.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "map_estimate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def map_estimate(
    data: torch.Tensor, lr: float, steps: int
) -> tuple[float, list[float]]:
    """Climb the log joint of `model` from mu = 0 by gradient ascent.

    data: [N]; lr: learning rate; steps: number of updates, >= 0.
    Returns (mu, history): the last mu, and a list of the steps + 1 log joints on the
    way, the start included; all are Python floats.
    Raises ValueError as soon as a log joint is not finite.

    >>> mu, history = map_estimate(torch.tensor([1.0, 2.0]), lr=0.01, steps=3)
    >>> len(history)
    4
    """
    ### BEGIN SOLUTION
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        trace = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data)
        log_joint = trace.log_prob_sum()
        if not math.isfinite(log_joint.item()):
            told = f"The log joint is {log_joint.item()} after {step} steps"
            raise ValueError(f"{told}: try an lr smaller than {lr}.")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ascent_path", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check("Two updates, and a height for every place", also="longer walks"):
    examples = torch.tensor([1.0, 4.0, 7.0])
    # At mu = 0 the slope of the prior is 0: the first update is 0.05 * 12 / NOISE**2.
    for steps, wanted in ((0, 0.0), (1, 0.15), (2, 0.2110417)):
        walk = f"{steps} updates with lr = 0.05"
        answer = expect.call(map_estimate, (examples, 0.05, steps))
        expect.length(answer, 2, f"the pair (mu, history) after {walk}")
        mu = expect.number(answer[0], f"mu after {walk}")
        expect.close(mu, wanted, f"mu after {walk}")
        history = expect.floats(answer[1], f"the history of {walk}", steps + 1)
    start = log_joint_at(0.0, examples)
    expect.close(history[0], start, "the first height, the log joint at 0,", atol=1e-3)
    end = log_joint_at(mu, examples)
    expect.close(history[-1], end, "the last height, the log joint at mu,", atol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "look_at_the_climb", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Has it arrived?
#
# Look at your own climb. First ten tiny steps:

# %%
with expect.when_written("map_estimate", "map_exact"):
    mu, history = map_estimate(data, lr=0.001, steps=10)
    print(f"after ten steps of lr = 0.001: mu = {mu:.3f}")
    print(f"the top, on paper:             mu = {map_exact(data):.3f}")
    print(f"the data mean:                      {data.mean().item():.3f}")
    rises = [now - before for before, now in zip(history, history[1:], strict=False)]
    print("log joint:", [round(height, 2) for height in history])
    print("its rises:", [round(rise, 3) for rise in rises])

# %% [markdown] nbgrader={"grade": false, "grade_id": "not_arrived", "locked": true, "schema_version": 3, "solution": false, "task": false}
# This mu is no estimate of anything: it is where the walker happened to be when the time was up. The
# history tells you so. Its last rise is not much smaller than its first. A walk that has arrived
# has a history that has become flat.
#
# So make it a habit to draw the history. On the left below, the dashed line is the log joint at the exact
# top, above which no walk can get. On the right are the places themselves, for the first updates only. When
# you have read both pictures, change the learning rates, and watch.

# %%
with expect.when_written("map_estimate", "map_exact"):
    top = map_exact(data)
    summit = log_joint_at(top, data)
    black = {"color": "black", "linestyle": "--", "linewidth": 1}

    figure, (heights, places) = plt.subplots(ncols=2, figsize=(10, 3.5))
    looks = [(0.001, BLUE, "o"), (0.01, ORANGE, "s"), (0.05, GREEN, "^")]
    ends = {}
    for lr, colour, marker in [*looks, (0.14, PURPLE, "x")]:
        mu, history = map_estimate(data, lr, steps=60)
        ends[lr] = mu
        look = {"color": colour, "marker": marker, "markersize": 4}
        heights.plot(history, markevery=6, label=f"lr = {lr}: ends at {mu:.3f}", **look)
        places.plot([map_estimate(data, lr, steps)[0] for steps in range(16)], **look)
    heights.axhline(summit, label=f"the top: mu = {top:.3f}", **black)
    heights.set(xlabel="number of updates", ylabel="log joint")
    heights.set(title="History of four climbs")
    heights.legend(loc="lower right")
    places.axhline(top, **black)
    places.set(xlabel="number of updates", ylabel="mu")
    places.set(title="Places of the same climbs")
    figure.tight_layout()
    told = ", ".join(f"with lr = {lr} at {mu:.3f}" for lr, mu in ends.items())
    show.figure(
        figure,
        f"Four climbs of 60 updates, heights and places. They end {told}; the top is "
        f"at {top:.3f}. The places of the largest lr jump from side to side of it.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_the_climbs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# - The smallest learning rate is still on its way when the picture ends. Nothing is wrong with it; it needs
#   more updates.
# - The two in the middle arrive, and stay. The larger one of them needs only a handful of updates.
# - The largest one is slow again, and the picture on the right shows why: it steps over the top, lands on the
#   other side, almost as far away, and steps back over it. It gets there in the end, but only just.
#
# A larger learning rate is faster up to a point, and then it is slower, and soon it will be something worse.
# But first: whichever walk arrives, it has to be at the place that you found on paper. The next check asks
# for that.

# %% nbgrader={"grade": true, "grade_id": "ascent_limit", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A long walk ends at the exact MAP", also="other data"):
    back = "This check needs a right `map_exact`: look at Task 1 once more."
    top = expect_top(data, look=back)
    answer = expect.call(map_estimate, (data, 0.05, 200))
    expect.length(answer, 2, "the pair (mu, history) that map_estimate returned")
    mu = expect.number(answer[0], "mu after 200 updates")
    expect.close(mu, top, "mu after 200 updates with lr = 0.05", atol=1e-3)
    expect.floats(answer[1], "the history of 200 updates", 201)

# %% [markdown] nbgrader={"grade": false, "grade_id": "too_large", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## One step too far
#
# How large may the learning rate be? At a distance d from the top, the slope of this hill is d times the
# total precision, the number that you divided by in Task 1. It says how sharply the hill bends, and is
# called the **curvature**. So one update turns the distance d into
#
# > d · (1 - lr · curvature)
#
# As long as the factor in brackets lies between -1 and 1, the distance shrinks. Beyond that, every update
# ends farther away than it began:

# %%
curvature = len(data) / NOISE**2 + 1 / PRIOR_SD**2
print(f"curvature: {curvature:.2f}")
print(f"the walk arrives if lr is below 2 / curvature = {2 / curvature:.3f}")
with expect.when_written("map_estimate"):
    for steps in range(6):
        mu, history = map_estimate(data, lr=0.2, steps=steps)
        print(f"lr = 0.2, after {steps} updates: mu = {mu:8.3f}", end="   ")
        print(f"log joint = {history[-1]:10.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_too_large", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The walk jumps from one side of the top to the other, farther each time, and the log joint falls faster
# and faster. In the end the numbers do not fit into a float any more. A function that gave back `nan` here
# would pass the trouble on to its caller, who would find it much later. Yours says what happened, where it
# happened.

# %% nbgrader={"grade": true, "grade_id": "ascent_diverges", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A walk that runs away raises ValueError", also="where exactly"):
    raised = expect.error(map_estimate, (data, 10.0, 300))
    expect.raised(raised, "ValueError", "the call map_estimate(data, 10.0, 300)")
    downhill = expect.error(map_estimate, (data, 0.2, 3))
    expect.not_raised(downhill, "a walk that only goes down")
    # After one such update the log joint is infinite in float32, and not in float64.
    raised = expect.error(map_estimate, (data, 1e30, 1))
    if raised is None:
        answer = expect.call(map_estimate, (data, 1e30, 1))
        expect.length(answer, 2, "the pair (mu, history) that map_estimate returned")
        expect.floats(answer[1], "the history of map_estimate(data, 1e30, 1)", 2)
    else:
        expect.raised(raised, "ValueError", "the call map_estimate(data, 1e30, 1)")

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What you can do now
#
# - Say what a MAP estimate is: the top of the log joint, a compromise between prior and data that is
#   weighed by their precisions. It is not the data mean.
# - Climb the log joint of a Pyro model along its own gradient, with the data observed and a clean slope at
#   every update.
# - Judge a climb by its history: still rising, flat, or running away. Ten steps prove nothing.
# - Say why a learning rate can be too large, and stop with a clear error when it is.
#
# There are things that the top alone does not tell you: how wide the hill is, so how sure you may be of mu;
# and that the company and your ten mornings hardly agree, which you saw in the picture of the three hills.
# A point is only a point. In step 11 you will meet other limits of the walk, on a larger model.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
