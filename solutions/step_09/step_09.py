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
# # Step 9 · A gradient
#
# | | |
# |---|---|
# | **Goal** | Ask a model for the slope of its log joint, check the answer, and know what stands still while you ask. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_08 |
#
# In step 8 you asked how well a mu goes with your mornings, and tried many values to find the best. That works for one
# number. For a hundred numbers nobody can try them all. But there is a better question than "how high is it here?",
# namely "**which way is up, and how steeply?**" The answer is the *slope*, or with a grander word, the **gradient**.
#
# PyTorch answers it for nearly everything that it can compute. So you only have to ask in the right way, and this step
# is about that: where the gradient comes from, how to check it, and one way of asking that gives a clean, plausible,
# useless answer.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from collections.abc import Callable

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
GREY = "#717171"
NOISE = 2.0  # the scale of y: how far one morning usually is from mu


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Normal(0, 1); y ~ Normal(mu, NOISE) in plate "N". data: [N]; returns [N]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


mornings = torch.tensor([3.1, -0.4, 2.6, 1.2, 4.5])  # what you saw: minutes late

# %% [markdown]
# ## The slope of a hill
#
# Here is a hill with its top at 3. When `x` says `requires_grad`, PyTorch remembers how everything that is computed from
# it came about. `torch.autograd.grad(height, x)` follows this memory back, and gives the slope: by how much the height
# would grow if x grew, per unit of x. (It gives a tuple with one slope for each thing that you asked about; here the
# tuple has a single entry.)


# %%
def hill(x: torch.Tensor) -> torch.Tensor:
    """A parabola with its top at 3."""
    return -((x - 3.0) ** 2) / 2


xs = torch.linspace(-1.0, 6.0, 141)
figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
axes.plot(xs, hill(xs), color=GREY, linewidth=4, label="the hill")
slopes = {}
for place, style in ((0.5, "-"), (3.0, "--"), (4.5, "-.")):
    x = torch.tensor(place, requires_grad=True)
    height = hill(x)
    (slope,) = torch.autograd.grad(height, x)
    slopes[place] = slope.item() + 0.0  # + 0.0 makes a -0.0 into 0.0
    line = torch.tensor([place - 0.9, place + 0.9])
    label = f"x = {place}: slope {slopes[place]:.1f}"
    tangent = height.item() + slopes[place] * (line - place)
    axes.plot(line, tangent, style, color=BLUE, label=label)
axes.set(xlabel="x", ylabel="height", ylim=(-8, 1.5))
axes.legend(loc="lower center")
told = ", ".join(f"{slope:.1f} at x = {place}" for place, slope in slopes.items())
show.figure(figure, f"A hill with its top at 3, and its slopes as lines: {told}.")

# %% [markdown]
# A positive slope means that up is to the right, a negative one that up is to the left. On top it is 0.
#
# There is a second way to ask, `height.backward()`, which puts the slope into `x.grad`. It has a peculiarity that you
# should see once. And the memory has a weak point. What does each of these lines tell you?

# %%
x = torch.tensor(0.5, requires_grad=True)
for time in ("once", "twice", "three times"):
    hill(x).backward()
    print(f"backward {time}: x.grad = {x.grad.item()}")

for name, copy in {
    "x.item()": x.item(),
    "torch.tensor(x.item())": torch.tensor(x.item()),
    "x.detach()": x.detach(),
}.items():
    try:
        torch.autograd.grad(torch.as_tensor(hill(copy)), x)
    except RuntimeError as error:
        print(f"{name:24} RuntimeError: {str(error)[:70]}…")

# %% [markdown] nbgrader={"grade": false, "grade_id": "reading", "locked": true, "schema_version": 3, "solution": false, "task": false}
# - `backward` **adds** to what is in `.grad` already. Sometimes that is wanted. If you did not expect it, your second
#   slope is the sum of two. `torch.autograd.grad` does not do this: it hands the slope to you, and leaves `x` alone.
# - `.item()`, `torch.tensor(...)` and `.detach()` make a new thing with the same number in it. It has no memory of `x`, so
#   there is no way back. Between `x` and the height, everything has to be computed from `x` itself.
#
# ## The slope of a log density
#
# The logarithm of a normal density is a parabola, as a function of its value and as a function of its middle. So its
# slope is a straight line, and simple enough to write down:
#
# $$\frac{d}{dx} \log \text{Normal}(x \mid m, s) = -\frac{x - m}{s^2},
# \qquad \frac{d}{dm} \log \text{Normal}(x \mid m, s) = \frac{x - m}{s^2}.$$
#
# Each is a distance, divided by a *variance*. In bread (a hand around 750 with the scale 20, loaves around the hand with
# the scale 10) the log joint has one term for the hand and one for each loaf, so its slope is a sum of such fractions:

# %%
hand = torch.tensor(770.0, requires_grad=True)
loaves = torch.tensor([781.0, 779.0, 764.0])

log_prior = dist.Normal(750.0, 20.0).log_prob(hand)
log_likelihood = dist.Normal(hand, 10.0).log_prob(loaves).sum()
(slope,) = torch.autograd.grad(log_prior + log_likelihood, hand)
print(f"by autograd: {slope:.4f}")
pulls = [-(770.0 - 750.0) / 20**2, (loaves - 770.0).sum().item() / 10**2]
print(f"on paper:    {sum(pulls):.4f}  (prior {pulls[0]:.2f}, loaves {pulls[1]:.2f})")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_grad", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Two forces: the prior pulls the hand down, towards 750, and the loaves pull it up. The loaves win here.
#
# ## Task 1: the slope of the log joint · 5 points
#
# Write `grad_log_joint(mu, data)`: the derivative, with respect to mu, of the log joint of `model`, when `"mu"` is held at
# `mu` and `"y"` is observed as `data`.
#
# - `mu` is a Python float, or a tensor of shape `()`: take both.
# - `data` is a float tensor of shape `[n]`, for any n from 1 up.
# - It returns a plain Python float.
# - It leaves nothing behind. Equal arguments give equal answers, however often you ask; and a tensor that comes in as
#   `mu` goes out as it was: same value, same `requires_grad`, same `grad`.
#
# Any way that is right will do. It is worth doing it with autograd: soon there will be models whose slope you would not
# want to work out on paper. Then the paper can be your check, for this one.
#
# <details><summary>Hint 1: what have you got already?</summary>
#
# Step 8 turned a mu and data into a log joint. Which step of that function broke the memory of how the number came
# about? Leave it out until the very end.
#
# </details>
#
# <details><summary>Hint 2: whose slope?</summary>
#
# Make a tensor of your own that has the number in `mu` and that requires a gradient. Condition the model on this very
# tensor, and ask for the slope with respect to it. `torch.tensor(float(mu), requires_grad=True)` works for a float
# and for a tensor.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Four lines: make the tensor; condition the model; trace it with the data and take the sum of all terms; ask
# `torch.autograd.grad` for the slope of this sum. The slope comes in a tuple, and as a tensor.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "grad_log_joint", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grad_log_joint(mu: float | torch.Tensor, data: torch.Tensor) -> float:
    """The slope, with respect to mu, of the log joint of `model` at mu and data.

    mu: a float or a tensor of shape (), which is left as it is; data: [n], n >= 1.
    Returns a Python float.

    Example:
        >>> grad_log_joint(1.0, torch.tensor([3.0, 5.0]))
        0.5
    """
    ### BEGIN SOLUTION
    place = torch.tensor(float(mu), requires_grad=True)
    held = poutine.condition(model, data={"mu": place})
    log_joint = poutine.trace(held).get_trace(data).log_prob_sum()
    (slope,) = torch.autograd.grad(log_joint, place)
    return slope.item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "grad_value", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The slope for one morning, and for two", also="other data"):
    # At mu = 0 the prior is flat: its slope there is 0.
    for mu, data, wanted in ((0.0, [4.0], 4.0 / NOISE**2), (1.0, [3.0, 5.0], 0.5)):
        got = expect.call(grad_log_joint, (torch.tensor(mu), torch.tensor(data)))
        expect.close(got, wanted, f"grad_log_joint for a mu of {mu} and {data}")

# %% nbgrader={"grade": true, "grade_id": "grad_clean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def two_calls_with_one_tensor() -> dict:
    """Ask twice with one tensor; its value, requires_grad and grad afterwards."""
    mu, data = torch.tensor(1.0), torch.tensor([4.0, 2.0])
    answers = [grad_log_joint(mu, data), grad_log_joint(mu, data)]
    grad = None if mu.grad is None else mu.grad.item()
    return {"answers": answers, "after": [mu.item(), mu.requires_grad, grad]}


with expect.check("A plain float, the same each time", also="other values of mu"):
    for mu, kind in ((1.0, "a float"), (torch.tensor(1.0), "a tensor")):
        for time in ("first", "second"):
            answer = expect.call(grad_log_joint, (mu, torch.tensor([4.0])))
            expect.number(answer, f"the {time} answer of grad_log_joint for {kind}")
            if time == "first":
                first = answer
        expect.close(answer, first, f"the second answer for {kind}, next to the first,")
    found = expect.call(two_calls_with_one_tensor)
    one, two = found["answers"]
    expect.close(two, one, "the second answer for one and the same tensor")
    kept = "the value, requires_grad and grad of the tensor mu after two calls"
    expect.equal(found["after"], [1.0, False, None], kept)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_difference", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Trust, but check
#
# How do you know that a slope is right, when there is no paper? Go back to what the word means: take a small step to the
# right and one to the left, and look at how much the height has changed:
#
# $$f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}$$
#
# This is called the **central difference**. It needs nothing but the function itself, so it cannot fall into any of the
# traps above. It is a good judge, and slow: for a hundred numbers it needs two hundred evaluations.
#
# ## Task 2: the judge · 3 points
#
# Write `central_difference(f, x, h=1e-4)` for *any* function `f` of one number:
#
# - `f` takes a tensor of shape `()` and returns a tensor of shape `()`.
# - `x` and `h` are Python floats.
# - It returns the fraction above as a plain Python float, with the `h` that was given.
# - Everything is done in **double precision**: `f` is called with tensors of the type `torch.float64`, and what it
#   returns is not rounded to anything coarser.
#
# Why double precision? PyTorch's usual float32 has about seven digits. The two heights of a small step agree in nearly
# all of them, and the subtraction throws these away. In float64 there are sixteen digits to lose.
#
# <details><summary>Hint 1: a tensor of another type</summary>
#
# `torch.tensor(x, dtype=torch.float64)` makes a tensor with double precision. A Python float that is added to it does
# not change its type.
#
# </details>
#
# <details><summary>Hint 2: check the judge</summary>
#
# Try it on `hill`. For a parabola, the central difference is exact for every `h`, large ones too; a difference to one
# side only is not.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "central_difference", "locked": false, "schema_version": 3, "solution": true, "task": false}
def central_difference(
    f: Callable[[torch.Tensor], torch.Tensor], x: float, h: float = 1e-4
) -> float:
    """The slope of f at x from two evaluations, at x + h and x - h, in float64.

    Returns a Python float.

    Example:
        >>> central_difference(lambda x: x**3, 1.0, h=0.5)
        3.25
    """
    ### BEGIN SOLUTION
    places = (x + h, x - h)
    right, left = (torch.tensor(place, dtype=torch.float64) for place in places)
    return ((f(right) - f(left)) / (2 * h)).item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "difference_value", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def cube(x: torch.Tensor) -> torch.Tensor:
    """A curve that bends more on one side than on the other."""
    return x**3


with expect.check("The central difference of two curves", also="other functions"):
    for x in (0.5, 3.0):
        answer = expect.call(central_difference, (hill, x))
        expect.number(answer, f"what central_difference(hill, {x}) returned")
        expect.close(answer, 3.0 - x, f"what central_difference(hill, {x}) returned")
    wide = expect.call(central_difference, (cube, 1.0), {"h": 0.5})
    expect.close(wide, 3.25, "what central_difference(cube, 1.0, h=0.5) returned")

# %% [markdown]
# Now let the judge look at your gradient. And look at the judge: in the picture, the same difference is taken of
# the same log joint, once as you wrote it, and once of a version that rounds to float32 on the way. Read it from right to
# left, as h gets smaller.


# %%
def log_joint(mu: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
    """The log joint of model at mu and data, as a tensor."""
    held = poutine.condition(model, data={"mu": mu})
    return poutine.trace(held).get_trace(data).log_prob_sum()


def double(mu: torch.Tensor) -> torch.Tensor:
    """The log joint of the five mornings, in float64 when mu is."""
    return log_joint(mu, mornings.double())


def single(mu: torch.Tensor) -> torch.Tensor:
    """The same, rounded to float32."""
    return log_joint(mu.float(), mornings)


with expect.when_written("grad_log_joint", "central_difference"):
    slope = grad_log_joint(0.3, mornings)
    print(f"by your autograd:            {slope:.6f}")
    print(f"by your judge, in float64:   {central_difference(double, 0.3):.6f}")
    print(f"by your judge, in float32:   {central_difference(single, 0.3):.6f}")

    steps = torch.logspace(-7, 0, 57).tolist()
    exact = (-0.3 + (mornings.double() - 0.3).sum() / NOISE**2).item()
    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    worst = {}
    for f, label, look in ((single, "float32", "o-"), (double, "float64", "s--")):
        errors = [abs(central_difference(f, 0.3, h) - exact) + 1e-16 for h in steps]
        worst[label] = max(errors)
        colour = ORANGE if f is single else BLUE
        axes.loglog(steps, errors, look, color=colour, markersize=3, label=label)
    axes.set(xlabel="h", ylabel="error of the slope", ylim=(1e-16, 1e5))
    axes.legend(loc="upper right", ncols=2)
    show.figure(
        figure,
        "The error of the slope for h from 1e-7 to 1, for both types: it grows as h "
        f"shrinks, to {worst['float32']:.1g} in float32 "
        f"and to {worst['float64']:.1g} in float64.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "drawn", "locked": true, "schema_version": 3, "solution": false, "task": false}
# For a parabola the central difference is right with any `h`, so all that you see here is rounding. It grows as `h`
# shrinks, because it is divided by `h`. In float64 there is room to spare. In float32 there is not: for a function that
# bends in other ways you need a small `h`, and with a small `h` few of the digits are right. If you ever hold a
# gradient against differences and find that it is "a little off", remember this picture before you look for a mistake in
# the gradient.
#
# ## What stands still?
#
# Up to here the mornings were *data*: fixed numbers. What if you leave them out, and let the model draw them? It is easy
# to do by mistake: forget the data, and Pyro draws `y`, as it should. The log joint is a number, autograd gives
# a slope, and nothing complains. Try it at several values of mu. Do you notice anything?

# %%
pyro.set_rng_seed(0)
rows = []
for value in (-1.0, 0.5, 2.0, 999.0):
    mu = torch.tensor(value, requires_grad=True)
    held = poutine.condition(model, data={"mu": mu})
    trace = poutine.trace(held).get_trace(n_obs=5)
    (slope,) = torch.autograd.grad(trace.log_prob_sum(), mu)
    y = [round(minutes, 1) for minutes in trace.nodes["y"]["value"].tolist()]
    rows.append([value, slope.item(), ", ".join(map(str, y))])
heads = ["mu", "slope of the log joint", "the mornings that were drawn"]
show.table("The slope when y is drawn", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "moving", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The slope is exactly -mu, whatever the mornings are. That is the slope of the *prior* alone: the mornings seem to pull
# at nothing. Why?
#
# Because of how a normal variable is drawn. Pyro draws a standard normal number, and then moves and stretches it: y = mu +
# NOISE · e. So `y` itself is **computed from mu**, and autograd remembers this. When mu moves, the mornings move along
# with it; each distance y - mu stays what it was, and so does its log density. This is called a *reparameterised*
# draw. It is a fine invention: in step 13 it is what makes a guide learn. But it answers another question: "how
# does the log joint change when mu *and the mornings with it* move?"
#
# For learning from data you want: "how does it change when mu moves and the mornings **stand still**?"

# %%
noise = torch.tensor([0.6, -1.1, 0.2, 1.4, -0.3])
seen = 1.0 + NOISE * noise  # drawn once, at mu = 1, and then held still
mus = torch.linspace(-3.0, 5.0, 81)
lines = dist.Normal(mus[:, None], NOISE)
still = lines.log_prob(seen).sum(1)  # [81]
along = lines.log_prob(mus[:, None] + NOISE * noise).sum(1)  # [81]

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout="constrained")
for row, mu in enumerate((0.0, 1.0, 2.0)):
    labels = ["mornings still", "mornings moving along", "mu"]
    labels = labels if row == 0 else [None] * 3
    left.plot(seen, [row + 0.12] * 5, "o", color=BLUE, label=labels[0])
    left.plot(mu + NOISE * noise, [row - 0.12] * 5, "^", color=ORANGE, label=labels[1])
    left.plot(mu, row, "|", color="black", markersize=22, label=labels[2])
left.set(xlabel="minutes late", ylim=(-0.5, 4.2))
left.set(yticks=[0, 1, 2], yticklabels=["mu = 0", "mu = 1", "mu = 2"])
left.legend(loc="upper left", ncols=2)
right.plot(mus, still, color=BLUE, label="mornings still")
right.plot(mus, along, "--", color=ORANGE, label="mornings moving along")
right.set(xlabel="mu", ylabel="log p(y | mu)", ylim=(-26, -7))
right.legend(loc="lower center")
show.figure(
    figure,
    "Left: as mu goes from 0 to 2, mornings that stand still stay where they are, and "
    "those that move along keep their distance to mu. Right: log p(y | mu) is a hill "
    "for mornings that stand still, and a level line for those that move along.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_drawn", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: both slopes of one run · 4 points
#
# Write `drawn_gradients(mu, n)`. It makes **one** run of `model` with `"mu"` held at `mu` and `n` mornings drawn, and
# returns a triple `(y, moving, still)`:
#
# - `y`: the mornings of this run, a tensor of shape `[n]`;
# - `moving`: the slope of the log joint of this run with respect to mu, when the mornings **move along** with mu;
# - `still`: the slope of the log joint with respect to mu when **the same mornings** stand still, as if they had been
#   data.
#
# `mu` is a Python float, `n` a whole number, 1 or more. `moving` and `still` are plain Python floats. Each call draws
# anew, and leaves the random seed alone.
#
# <details><summary>Hint 1: the first of the two</summary>
#
# The cell that tried several values of mu does nearly all of it.
#
# </details>
#
# <details><summary>Hint 2: the second of the two</summary>
#
# You have a function for mornings that are data: Task 1. But what you hand to it must not remember that it was
# computed from mu. Above, three ways to lose the memory were a nuisance. Here one of them is the cure.
#
# </details>
#
# <details><summary>Hint 3: the second is the sum of two slopes</summary>
#
# Then `backward` was called twice for one tensor. Use `torch.autograd.grad`, or a new tensor.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "drawn_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def drawn_gradients(mu: float, n: int) -> tuple[torch.Tensor, float, float]:
    """One run with mu held and n mornings drawn: (y, moving, still).

    y has the shape [n]; the two slopes are Python floats.

    Example:
        >>> y, moving, still = drawn_gradients(2.0, 5)
        >>> y.shape, moving
        (torch.Size([5]), -2.0)
    """
    ### BEGIN SOLUTION
    place = torch.tensor(float(mu), requires_grad=True)
    line = poutine.condition(model, data={"mu": place})
    drawn = poutine.trace(line).get_trace(n_obs=n)
    y = drawn.nodes["y"]["value"].detach()
    observed = poutine.trace(line).get_trace(y)
    (moving,) = torch.autograd.grad(drawn.log_prob_sum(), place)
    (still,) = torch.autograd.grad(observed.log_prob_sum(), place)
    return y, moving.item(), still.item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "drawn_moving", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("When the mornings move along", also="other values of mu"):
    runs = [expect.call(drawn_gradients, (2.0, 5), seed=seed) for seed in (0, 1)]
    for answer in runs:
        expect.length(answer, 3, "the triple that drawn_gradients(2.0, 5) returned")
        expect.shape(answer[0], (5,), "the mornings of drawn_gradients(2.0, 5)")
        expect.number(answer[1], "the first slope of drawn_gradients(2.0, 5)")
        expect.close(answer[1], -2.0, "the first slope of drawn_gradients(2.0, 5)")
    expect.differ(runs[0][0], runs[1][0], "the mornings of two calls")

# %% nbgrader={"grade": true, "grade_id": "drawn_still", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("When the mornings stand still", also="other values of mu"):
    answer = expect.call(drawn_gradients, (2.0, 5))
    expect.length(answer, 3, "the triple that drawn_gradients(2.0, 5) returned")
    expect.shape(answer[0], (5,), "the mornings of drawn_gradients(2.0, 5)")
    still = expect.number(answer[2], "the second slope of drawn_gradients(2.0, 5)")
    prior_alone = "The second slope of drawn_gradients is that of the prior alone."
    expect.that(abs(still + 2.0) > 1e-3, prior_alone)
    on_paper = -2.0 + (torch.as_tensor(answer[0]) - 2.0).sum() / NOISE**2
    expect.close(still, on_paper, "the slope for the mornings that came with it")

# %% [markdown]
# ## What you can do now
#
# - You can ask a model for the slope of its log joint, by autograd, and get the same clean answer each time.
# - You know what breaks the way back, and what piles up when `backward` is called more than once.
# - You can check a gradient by central differences, in double precision, and say why not in single.
# - You can say what stands still and what moves along, and why the slope without data is that of the prior alone.
#
# A slope at a place tells you which way to go from there. If you go a little that way and ask again, and again, you are
# walking uphill: step 10.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
