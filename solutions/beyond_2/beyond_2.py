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
# # Beyond 2 · Inference and guides
#
# | | |
# |---|---|
# | **Goal** | Condition a program in three ways, and find out how good a guide is by weighing its draws. |
# | **Minutes** | 60 |
# | **Prerequisites** | beyond_1, step_08, step_13 |
#
# A parcel is to be weighed. Lifting it, you would say 8.5 kilograms, give or take one. The scale in the hall has seen
# better days: what it shows is off by 0.75 or so, now upwards, now downwards. It shows 9.5. How heavy is the parcel,
# and how sure can you be?
#
# It is the smallest problem of inference that there is: one unknown number, one observation, both normal. Paper and
# pencil solve it. That is why it is good for looking at the *tools*. There are several ways to tell a program what was
# seen. There is a program, the **guide**, that says where to look for the unknown. And there is a way to find out how
# good a guide is, which needs no paper: weigh its draws.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.distributions import constraints
from pyro.infer import SVI, Trace_ELBO
from pyro.optim import ClippedAdam

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
GREY = "#717171"
SPREAD = 1.0  # how far the weight usually is from your guess: a standard deviation
NOISE = 0.75  # how far the scale usually is from the weight: a standard deviation

GUESS, SHOWN = torch.tensor(8.5), torch.tensor(9.5)  # kilograms

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_scale", "locked": true, "schema_version": 3, "solution": false, "task": false}
# In this notebook every guess and every measurement that goes *into* a function is a tensor of shape `()`, as these two
# are. None of your functions may change them.
#
# ## Task 1: the scale · 2 points
#
# Write `scale(guess)`, with two sites of shape `()`:
#
# - `"weight"`: normal around `guess`, with the standard deviation `SPREAD`.
# - `"measurement"`: normal around the weight, with the standard deviation `NOISE`.
# - It returns the measurement, the tensor of its site. No parameters, no plates.
#
# <details><summary>Hint 1: what depends on what?</summary>
#
# The scale does not know your guess. It feels the weight.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# Two sample statements; the value of the first one goes into the distribution of the second.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "scale", "locked": false, "schema_version": 3, "solution": true, "task": false}
def scale(guess: torch.Tensor) -> torch.Tensor:
    """A parcel on the scale: sites "weight" and "measurement"; returns the measurement.

    guess: of shape (). Returns a tensor of shape ().
    """
    ### BEGIN SOLUTION
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "scale_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The log joint of a weight and a measurement", also="other guesses"):
    free = expect.trace(scale, (GUESS,))
    expect.sites(free, latent=["weight", "measurement"], observed=[], params=[])
    expect.close(free.returned, free.sites["measurement"].value, "what scale returned")
    run = expect.trace(scale, (GUESS,), values={"weight": 8.23, "measurement": 9.5})
    prior = dist.Normal(8.5, SPREAD).log_prob(torch.tensor(8.23))
    what = "the log density of a weight of 8.23"
    expect.close(run.sites["weight"].log_prob, prior, what)
    reading = dist.Normal(8.23, NOISE).log_prob(SHOWN)
    what = "the log density of a measurement of 9.5, given a weight of 8.23,"
    expect.close(run.sites["measurement"].log_prob, reading, what)

# %%
with expect.when_written("scale"):
    pyro.set_rng_seed(0)
    traces = [poutine.trace(scale).get_trace(GUESS) for _ in range(600)]
    weights, shown = (
        torch.stack([trace.nodes[name]["value"] for trace in traces])
        for name in ("weight", "measurement")
    )
    near = (shown - SHOWN).abs() < 0.15
    print(f"runs that show about 9.5: {near.sum()} of {len(shown)}", end="; ")
    mean, sd = weights[near].mean(), weights[near].std()
    print(f"their weights: mean {mean:.2f}, sd {sd:.2f}")

    figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    axes.plot(weights, shown, ".", color=GREY, alpha=0.4, label="runs")
    axes.plot(weights[near], shown[near], "o", color=BLUE, label="those that show 9.5")
    axes.set(xlabel="weight [kg]", ylabel="measurement [kg]")
    axes.legend()
    show.figure(
        figure,
        "A cloud of runs that rises from left to right: the measurement grows with the "
        "weight. A narrow level band of it, at a measurement of 9.5, stands out; its "
        "weights lie around 9.",
    )

# %% [markdown]
# The blue runs are what we are after: the weights of those runs that show 9.5. Picking them out is a waste, since
# nearly all runs are thrown away, and none shows *exactly* 9.5. So we **condition**: we take the program and tell it
# what was seen.
#
# ## Three ways to tell
#
# An oven, set to 200 degrees, is in truth off by 15 or so, and its display is off by another 6. Two ways you know from
# step 2 and step 8. In the third the condition is put on *inside* of a function, so that what was seen is an argument
# like any other.


# %%
def oven(set_to: torch.Tensor) -> torch.Tensor:
    """An oven: how hot it is, and what its display says."""
    heat = pyro.sample("heat", dist.Normal(set_to, 15.0))
    return pyro.sample("display", dist.Normal(heat, 6.0))


# 1. from outside: a new program, in which the display is held
held_oven = poutine.condition(oven, data={"display": torch.tensor(230.0)})


# 2. from inside: the program has an argument for it
def oven_with_obs(set_to: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    heat = pyro.sample("heat", dist.Normal(set_to, 15.0))
    return pyro.sample("display", dist.Normal(heat, 6.0), obs=said)


# 3. from outside, but not before it is run
def oven_deferred(set_to: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    program = poutine.condition(oven, data={"display": said})
    return program(set_to)


knob, said = torch.tensor(200.0), torch.tensor(230.0)
for name, program, arguments in (
    ("held from outside", held_oven, (knob,)),
    ("with obs=", oven_with_obs, (knob, said)),
    ("held when it is run", oven_deferred, (knob, said)),
):
    at = poutine.condition(program, data={"heat": torch.tensor(215.0)})
    log_joint = poutine.trace(at).get_trace(*arguments).log_prob_sum()
    trace = poutine.trace(program).get_trace(*arguments)
    print(f"{name:20} drawn: {trace.stochastic_nodes},", end=" ")
    print(f"observed: {trace.observation_nodes}", end="  ")
    print(f"log joint at 215: {log_joint:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_ways", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three programs, one density. Which is best? The first leaves the model as it is, and fixes what was seen once and for
# all. The second has it as an argument, and one has to touch the model's code for it. The third has both advantages. A
# guide will have to take *the same arguments* as the model, so this is more than a matter of taste.
#
# ## Task 2: the scale has spoken · 3 points
#
# Do the same for the scale. Write
#
# - `held(measurement)`: returns a **new program** that takes a guess and is `scale` with `"measurement"` held at what
#   was seen;
# - `observed(guess, measurement)`: a program of its own with the same two sites, in which `"measurement"` is observed
#   by `obs=`;
# - `deferred(guess, measurement)`: runs `scale` with `"measurement"` held.
#
# In a run of each of them `"weight"` is drawn, `"measurement"` is observed and **scored**, and what comes back is the
# measurement. `held` itself runs nothing.
#
# <details><summary>Hint 1: condition or do?</summary>
#
# Both let the program go on with the value that you give. In step 8 you saw which of them scores it.
#
# </details>
#
# <details><summary>Hint 2: what is returned?</summary>
#
# `held` returns a program, without brackets behind it. `deferred` makes the same program, and runs it.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "ways", "locked": false, "schema_version": 3, "solution": true, "task": false}
def held(measurement: torch.Tensor) -> Callable[[torch.Tensor], torch.Tensor]:
    """`scale` with "measurement" held: a program that takes a guess."""
    ### BEGIN SOLUTION
    return poutine.condition(scale, data={"measurement": measurement})
    ### END SOLUTION


def observed(guess: torch.Tensor, measurement: torch.Tensor) -> torch.Tensor:
    """The sites of `scale`, "measurement" with `obs=`; returns the measurement."""
    ### BEGIN SOLUTION
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)
    ### END SOLUTION


def deferred(guess: torch.Tensor, measurement: torch.Tensor) -> torch.Tensor:
    """Run `scale` with "measurement" held; returns the measurement."""
    ### BEGIN SOLUTION
    return held(measurement)(guess)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ways_condition", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def is_program(measurement: torch.Tensor) -> bool:
    """Whether held gives something that can be run."""
    return callable(held(measurement))


def held_run(guess: torch.Tensor, measurement: torch.Tensor) -> torch.Tensor:
    """Make the program of held, unseen; then run it."""
    with poutine.block():  # what happens while it is made is no part of the run
        program = held(measurement)
    return program(guess)


with expect.check("Three ways, one density", also="other guesses and measurements"):
    plain = expect.trace(scale, (GUESS,), values={"weight": 9.0, "measurement": 9.5})
    back = "This check needs a right `scale`: look at Task 1 once more."
    expect.that(plain.observed == ["weight", "measurement"], back)
    expect.that(abs(plain.log_density - -1.8975) < 1e-3, back)
    told = "What held(measurement) returned is no program that could be run."
    expect.that(expect.call(is_program, (SHOWN,)), told)
    ways = {"held": held_run, "observed": observed, "deferred": deferred}
    for name, way in ways.items():
        run = expect.trace(way, (GUESS, SHOWN))
        told = f"In a run of {name}, weight has to be drawn, and measurement observed."
        right = run.latent == ["weight"] and run.observed == ["measurement"]
        expect.that(right, told, code=f"sites_{name}")
        expect.close(run.returned, SHOWN, f"what came back from a run of {name}")
        at = expect.trace(way, (GUESS, SHOWN), values={"weight": 9.0})
        what = f"the log joint of {name} at a weight of 9"
        expect.close(at.log_density, plain.log_density, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_posterior", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## With a pencil
#
# The log joint of two normals is a sum of two parabolas in the weight, and that is a parabola again: the posterior is
# normal. How narrow a normal is, is best said by its **precision**, one divided by the *variance*. Then two rules are
# all there is to it:
#
# - **precisions add up**: that of the posterior is that of the prior plus that of the measurement;
# - the posterior's mean is the mean of the two values, **each weighted by its own precision**.
#
# And how probable was it, before, that the scale would show this? The number $p(\text{measurement})$ is called the
# **evidence**. Two independent deviations have happened, one between guess and weight, one between weight and
# measurement. Their sum is normal, and here it is the **variances that add up**.
#
# For the oven:

# %%
prior, display = 1 / 15.0**2, 1 / 6.0**2
mean = (prior * 200.0 + display * 230.0) / (prior + display)
sd = (prior + display) ** -0.5
print(f"heat, after 230 on the display: mean {mean:.3f}, sd {sd:.3f}")
evidence = dist.Normal(200.0, (15.0**2 + 6.0**2) ** 0.5).log_prob(torch.tensor(230.0))
print(f"log evidence, by formula:   {evidence:.6f}")

# The same by brute force: the joint density on a fine grid, and the area below it.
heat = torch.linspace(100.0, 320.0, 4001, dtype=torch.float64)
joint = dist.Normal(200.0, 15.0).log_prob(heat) + dist.Normal(heat, 6.0).log_prob(said)
print(f"log evidence, on a grid:    {torch.trapezoid(joint.exp(), heat).log():.6f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: the parcel, exactly · 4 points
#
# Write
#
# - `posterior(guess, measurement)`: a tuple `(mean, sd)` of two plain Python floats, the mean and the standard
#   deviation of the weight after the measurement;
# - `log_evidence(guess, measurement)`: the logarithm of the evidence, the log density of the measurement for somebody
#   who knows the guess but not the weight; a plain Python float.
#
# Both are exact, for every guess and measurement; nothing is drawn. `SPREAD` and `NOISE` are as in `scale`.
#
# <details><summary>Hint 1: which one pulls harder?</summary>
#
# The scale, with its NOISE of 0.75, is more reliable than your guess. So the posterior's mean lies nearer to the
# measurement than to the guess. And it knows more than each of the two alone: its sd is smaller than both.
#
# </details>
#
# <details><summary>Hint 2: a quick test</summary>
#
# Work it out once by hand. The precision of your guess is 1. What is the precision of the scale?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "exact", "locked": false, "schema_version": 3, "solution": true, "task": false}
def posterior(guess: torch.Tensor, measurement: torch.Tensor) -> tuple[float, float]:
    """The mean and the sd of the weight, given the measurement: two Python floats.

    Example:
        >>> posterior(torch.tensor(8.5), torch.tensor(9.5))
        (9.14, 0.6)     # rounded
    """
    ### BEGIN SOLUTION
    ours, theirs = 1.0 / SPREAD**2, 1.0 / NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, (ours + theirs) ** -0.5
    ### END SOLUTION


def log_evidence(guess: torch.Tensor, measurement: torch.Tensor) -> float:
    """log p(measurement), the weight averaged out: a Python float.

    Example:
        >>> log_evidence(torch.tensor(8.5), torch.tensor(9.5))
        -1.462082     # rounded
    """
    ### BEGIN SOLUTION
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "posterior_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The weight of the parcel", also="other guesses and measurements"):
    answer = expect.call(posterior, (GUESS, SHOWN))
    expect.length(answer, 2, "what posterior(GUESS, SHOWN) returned, a pair,")
    for number, wanted, name in zip(answer, (9.14, 0.6), ("mean", "sd"), strict=True):
        what = f"the {name} that posterior(GUESS, SHOWN) returned"
        expect.number(number, what)
        expect.close(number, wanted, what)

# %% nbgrader={"grade": true, "grade_id": "evidence_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("How probable 9.5 was", also="other guesses and measurements"):
    number = expect.call(log_evidence, (GUESS, SHOWN))
    expect.number(number, "what log_evidence(GUESS, SHOWN) returned")
    expect.close(number, -1.462082, "what log_evidence(GUESS, SHOWN) returned")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_perfect", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## A program that says where to look
#
# A **guide** is a program that draws the unknowns, with the same names as in the model, and takes the same arguments.
# It proposes; it observes nothing. Any guide will do in principle, as long as it may come by every value that the model
# allows. A *good* one draws what the posterior would. And here, for once, we know what that is.
#
# ## Task 4: the perfect guide · 2 points
#
# Write `perfect_guide(guess, measurement)`: one site, `"weight"`, whose distribution is exactly the posterior, for
# every guess and measurement. It has no other site, no parameters and no plates, and observes nothing. What it returns
# is free.
#
# <details><summary>Hint 1: who computes?</summary>
#
# You have a function for the two numbers already.
#
# </details>
#
# <details><summary>Hint 2: what does a guide do with the measurement?</summary>
#
# It may use it for its computations. It must not observe it: in a guide there is no `obs=`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "perfect_guide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def perfect_guide(guess: torch.Tensor, measurement: torch.Tensor) -> None:
    """Propose a weight from the exact posterior."""
    ### BEGIN SOLUTION
    mean, sd = posterior(guess, measurement)
    pyro.sample("weight", dist.Normal(mean, sd))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "perfect_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The guide draws from the posterior", also="other guesses"):
    exact = expect.call(posterior, (GUESS, SHOWN))
    back = "This check needs a right `posterior`: look at Task 3 once more."
    expect.length(exact, 2, "what posterior(GUESS, SHOWN) returned, a pair,")
    for number, wanted in zip(exact, (9.14, 0.6), strict=True):
        expect.number(number, "a part of what posterior(GUESS, SHOWN) returned")
        expect.that(abs(number - wanted) < 1e-3, back)
    free = expect.trace(perfect_guide, (GUESS, SHOWN))
    expect.sites(free, latent=["weight"], observed=[], params=[])
    for weight in (8.0, 9.3):
        run = expect.trace(perfect_guide, (GUESS, SHOWN), values={"weight": weight})
        wanted = dist.Normal(9.14, 0.6).log_prob(torch.tensor(weight))
        what = f"the log density of a weight of {weight} under the guide"
        expect.close(run.sites["weight"].log_prob, wanted, what)

# %% [markdown]
# ## Weighing draws
#
# How do we know that a guide is good, when nobody has a pencil for the problem? Let it draw a value of the unknown, and
# compare two numbers: how dense the *model* finds this value together with what was seen, and how dense the *guide*
# finds it. The quotient is called the draw's **importance weight**,
#
# $$ w = \frac{p(\text{weight}, \text{measurement})}{q(\text{weight})}, \qquad
#    \mathbb{E}_{q}[w] = \int q\,\frac{p}{q} = p(\text{measurement}). $$
#
# **The mean of the weights is the evidence**, whatever the guide. What depends on the guide is how much they differ
# from one another. For the oven, and with the prior in the role of a guide:

# %%
pyro.set_rng_seed(0)
hot = dist.Normal(200.0, 15.0).sample([5])
log_p = dist.Normal(200.0, 15.0).log_prob(hot) + dist.Normal(hot, 6.0).log_prob(said)
log_q = dist.Normal(200.0, 15.0).log_prob(hot)
rows = [
    [f"{t:.1f}", f"{p:.2f}", f"{q:.2f}", f"{p - q:.2f}", f"{(p - q).exp():.6f}"]
    for t, p, q in zip(hot, log_p, log_q, strict=True)
]
heads = ["heat", "log joint", "log density of the guide", "log weight", "weight"]
show.table("Five draws of the prior, and their weights", heads, rows)

# %% [markdown]
# One weight outdoes all the others, and the next five draws would have quite other ones. An average of such numbers is
# an average of very few. And look at how small they are: with a hundred displays in the place of one, each weight would
# be the product of a hundred such densities, and for a float32 simply 0. That is why we stay in **log space**: what is
# noted are log weights. Their differences are all that counts, and the largest may be taken off first:
#
# $$ \log \frac1n \sum_i e^{l_i} \;=\; m + \log \sum_i e^{l_i - m} - \log n, \qquad m = \max_i l_i. $$
#
# Beware of its false friend, the mean of the logs. That is something else, and smaller:

# %%
three = torch.tensor([0.5, 2.0, 6.5])  # weights
print(f"the log of the mean:  {three.mean().log():.4f}")
print(f"the mean of the logs: {three.log().mean():.4f}")
tiny = torch.tensor([-400.0, -401.0, -403.0])  # log weights
print(f"through exp and back: {tiny.exp().mean().log()}")
print(f"the largest taken off: {-400.0 + (tiny + 400.0).exp().mean().log():.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: the weights of a guide · 5 points
#
# Write two functions, for *any* model and guide:
#
# - `log_weights(model, guide, n, *args)`: the log weights of `n` draws, a tensor of shape `[n]`, n >= 1. For each of
#   them the guide is run once, with the arguments `*args`; the model is run with the same arguments and with **the
#   values that this run of the guide has drawn**; and the log weight is the log joint of the model minus the log
#   density of the guide, each the sum over all of its sites. The model has its data by `obs=`, or by a condition,
#   already. Each draw is a new one.
# - `log_mean(log_weights)`: the logarithm of the mean of the weights whose logarithms are given, a tensor of shape
#   `[n]`, n >= 1. A plain Python float, and a right one also where the weights themselves are too small, or too large,
#   for a float32.
#
# <details><summary>Hint 1: how does the model get the guide's values?</summary>
#
# Trace the guide. Then the values are in the trace, and `poutine.replay(model, trace=...)` gives a program that takes
# them from there. (Holding each latent site by `condition` does the same.) The model is traced too, for its log joint.
#
# </details>
#
# <details><summary>Hint 2: one run each</summary>
#
# Inside of a loop: one trace of the guide, one trace of the replayed model, one difference of two `log_prob_sum()`. The
# guide's term comes from the *same* trace from which the values come. `torch.stack` makes one tensor of a list of n.
#
# </details>
#
# <details><summary>Hint 3: log_mean</summary>
#
# The formula is above, and `torch.logsumexp` has most of it. What else belongs to a mean? For a single log weight, the
# answer is this log weight itself.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "weights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_weights(
    model: Callable[..., Any], guide: Callable[..., Any], n: int, *args: Any
) -> torch.Tensor:
    """The log importance weights of n draws of a guide: of shape [n].

    model, guide: programs that take *args; the model's data are observed in it.
    """
    ### BEGIN SOLUTION
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        found.append(run.log_prob_sum() - proposed.log_prob_sum())
    return torch.stack(found)
    ### END SOLUTION


def log_mean(log_weights: torch.Tensor) -> float:
    """The log of the mean of the weights, from their logarithms [n]: a Python float.

    Example:
        >>> log_mean(torch.tensor([-400.0, -401.0, -403.0]))
        -400.7496     # rounded
    """
    ### BEGIN SOLUTION
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "weights_runs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def oven_guide(set_to: torch.Tensor, said: torch.Tensor) -> None:
    """The exact posterior of oven_with_obs."""
    mean = (set_to / 15.0**2 + said / 6.0**2) / (1 / 15.0**2 + 1 / 6.0**2)
    pyro.sample("heat", dist.Normal(mean, (1 / 15.0**2 + 1 / 6.0**2) ** -0.5))


def point_guide(set_to: torch.Tensor, said: torch.Tensor) -> None:
    """So narrow that its draws are known beforehand: 210 degrees."""
    pyro.sample("heat", dist.Normal(210.0, 1e-3))


def of_oven(guide: Callable[..., Any], n: int) -> torch.Tensor:
    """The log weights of a guide for the oven."""
    return log_weights(oven_with_obs, guide, n, knob, said)


with expect.check("The log weights of two guides for the oven", also="other models"):
    exact = expect.call(of_oven, (oven_guide, 6))
    what = "the log weights of six draws of a perfect guide"
    expect.close(exact, evidence.expand(6), what, atol=1e-3)
    narrow = expect.call(of_oven, (point_guide, 4))
    joint_at = dist.Normal(200.0, 15.0).log_prob(torch.tensor(210.0))
    joint_at = joint_at + dist.Normal(210.0, 6.0).log_prob(said)
    expect.shape(narrow, (4,), "the log weights of four draws of a narrow guide")
    density = dist.Normal(210.0, 1e-3).log_prob(torch.tensor(210.0))
    off = torch.as_tensor(narrow) - (joint_at - density)
    told = "The log weights of a guide that always draws about 210 degrees are not the"
    told = f"{told} model's log joint there minus the guide's log density."
    expect.that(bool((off > -0.05).all()) and bool((off < 12.0).all()), told)
    told = "Four draws of a guide have four different log weights."
    expect.that(len(set(torch.as_tensor(narrow).tolist())) == 4, told)

# %% nbgrader={"grade": true, "grade_id": "weights_mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The log of a mean", also="other weights, tiny and huge"):
    for given, wanted in (
        ([0.0, 0.0, 0.0], 0.0),
        ([-1.5], -1.5),
        (three.log().tolist(), three.mean().log()),
        (tiny.tolist(), -400.7496),
        ((tiny + 800.0).tolist(), 399.2504),
    ):
        answer = expect.call(log_mean, (torch.tensor(given),))
        what = f"log_mean for {[round(x, 3) for x in given]}"
        expect.number(answer, what)
        expect.close(answer, wanted, what, rtol=1e-5, atol=1e-3)

# %% [markdown]
# Now three guides for the parcel: the prior, a guide that is far too sure of itself, and your perfect one. For each the
# evidence is estimated from 100 draws, three times over. What do you expect to see in the last three rows?


# %%
def prior_guide(guess: torch.Tensor, measurement: torch.Tensor) -> None:
    """Proposes what was thought before the measurement."""
    pyro.sample("weight", dist.Normal(guess, SPREAD))


def narrow_guide(guess: torch.Tensor, measurement: torch.Tensor) -> None:
    """Trusts the scale blindly."""
    pyro.sample("weight", dist.Normal(measurement, 0.1))


with expect.when_written("observed", "log_weights", "log_mean", "perfect_guide"):
    guides = {"prior": prior_guide, "narrow": narrow_guide, "perfect": perfect_guide}
    pyro.set_rng_seed(0)
    rows, drawn = [], {}
    for name, proposal in guides.items():
        for _ in range(3):
            logs = log_weights(observed, proposal, 100, GUESS, SHOWN)
            share = logs.softmax(0).max().item()
            drawn[name] = logs
            rows.append([name, log_mean(logs), logs.mean().item(), f"{share:.1%}"])
    heads = ["guide", "log of the mean", "mean of the logs", "largest share of a draw"]
    show.table("Log evidence from 100 draws", heads, rows)
    print(f"exact: {dist.Normal(8.5, 1.25).log_prob(SHOWN):.6f}")

    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    for row, logs in enumerate(drawn.values()):
        axes.plot(logs, torch.full([100], float(row)), "|", color=BLUE, markersize=18)
    axes.axvline(-1.462082, color=ORANGE, linestyle=":", label="log evidence, exact")
    axes.set(xlabel="log weight", yticks=[0, 1, 2], yticklabels=list(drawn))
    axes.set(ylim=(-0.6, 3.2))
    axes.legend(loc="upper left")
    show.figure(
        figure,
        "Log weights of 100 draws as strokes, a row for each guide. Those of the prior "
        "reach far to the left, those of the narrow guide a little to both sides; "
        "those of the perfect guide are all at one place, the exact log evidence.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "reading", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Under the perfect guide **every single weight is the evidence**: by Bayes' rule, $p(w, m) / p(w \mid m) = p(m)$,
# whatever w is. Nothing trembles. That is how one recognises a perfect guide without knowing the posterior: *its log
# weights do not differ*. The prior gets there on average. The narrow guide is treacherous: all three of its estimates
# are too low, since it hardly ever draws where most of the evidence lies; and nothing in them says so.
#
# The third column is no use as an estimate of the log evidence. It is always too low, the more so, the worse the guide
# is. But that is just what makes it useful: it tells *how good the guide is*. You know it under another name. **The
# mean of the log weights is the ELBO.** Training by SVI pushes it up, until the log weights differ as little as the
# guide's shape allows.
#
# ## A guide that learns
#
# So here is a guide with two knobs, and SVI to turn them. Two things about parameters first. Look at what becomes of
# the tensor `start`.

# %%
pyro.clear_param_store()
start = torch.tensor(8.5)
pyro.param("loc", start)
with torch.no_grad():  # what an optimiser does
    pyro.param("loc").unconstrained().add_(1.0)
print("the parameter:", pyro.param("loc").item(), "  start:", start.item())

pyro.param("loc", torch.tensor(-40.0))  # a start value for a name that is there already
print("asked for with another start value:", pyro.param("loc").item())
pyro.clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_guide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Where there is no constraint, the tensor that you hand over as a start value **becomes the parameter**, and moves with
# it. So hand over a copy: `guess.clone()`. And a start value counts for a *new* name only. Whoever wants a training
# from the start has to empty the store first.
#
# ## Task 6: a guide with two knobs, and its training · 8 points
#
# Write `guide(guess, measurement)`:
#
# - a parameter `"a"`, of shape `()`, that starts at the guess;
# - a parameter `"b"`, of shape `()`, that starts at 0.25 and is **constrained to be positive**;
# - one site `"weight"`, normal around `a` with the standard deviation `b`, and nothing else. It takes the measurement
#   and does not look at it.
#
# And `train(model, guide, guess, measurement)`, for *any* model and guide that take `(guess, measurement)`:
#
# - it **empties the param store first**, then trains the guide for the model, at this guess and this measurement;
# - it returns a dictionary with **every parameter** that is in the store afterwards: its name, and its (constrained)
#   value as a plain Python float. The trained parameters stay in the store;
# - `guess` and `measurement` are afterwards what they were;
# - quality: for your `observed` and `guide`, and for other normal models and guides of this kind (a normal weight
#   around the guess, a normal measurement around the weight; the standard deviations are between 0.5 and 2; the guide's
#   two parameters start as yours do, maybe under other names), with a measurement up to 3 away from the guess, the
#   guide's mean ends **within 0.15 exact posterior sds** of the exact mean, and its sd **within 15 %** of the exact
#   one. Chance plays a part, so a grader that is not content tries again, up to three times in all.
#
# How you train is up to you. A recipe that gets there in less than a second: 120 steps of
# `ClippedAdam({"lr": 0.2, "lrd": 0.965})`, with
# `Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)`, as in step 13. (There is no plate in
# these models; so the particles' own dim is the first one.)
#
# <details><summary>Hint 1: the guide</summary>
#
# Three statements: two of `pyro.param`, one of `pyro.sample`. Where does `constraint=constraints.positive` go?
#
# </details>
#
# <details><summary>Hint 2: the training</summary>
#
# Empty the store, make one SVI from the model, the guide, the optimiser and the loss, and take steps:
# `svi.step(guess, measurement)`. Make all of it *before* the loop.
#
# </details>
#
# <details><summary>Hint 3: what is returned</summary>
#
# `pyro.get_param_store().items()` gives pairs of a name and its constrained value, a tensor.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "learning", "locked": false, "schema_version": 3, "solution": true, "task": false}
def guide(guess: torch.Tensor, measurement: torch.Tensor) -> None:
    """Propose weight ~ Normal(a, b), whatever the measurement.

    Params, of shape (): a, starts at the guess; b, starts at 0.25, positive.
    """
    ### BEGIN SOLUTION
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))
    ### END SOLUTION


def train(
    model: Callable[..., Any],
    guide: Callable[..., Any],
    guess: torch.Tensor,
    measurement: torch.Tensor,
) -> dict[str, float]:
    """Train a guide for a model at this guess and measurement, from an empty store.

    Returns the trained parameters: name to constrained value, plain floats.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    particles = {"num_particles": 200, "vectorize_particles": True}
    loss = Trace_ELBO(**particles, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "guide_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def start_of(guess: torch.Tensor) -> dict[str, list[float]]:
    """Where each parameter starts: what pyro.param returns, and its free number."""
    pyro.clear_param_store()
    guide(guess, SHOWN)
    found = {name: pyro.param(name) for name in pyro.get_param_store()}
    return {name: [x.item(), x.unconstrained().item()] for name, x in found.items()}


with expect.check("The guide, and where it starts", also="other parameters"):
    free = expect.trace(guide, (GUESS, SHOWN))
    expect.sites(free, latent=["weight"], observed=[], params=["a", "b"])
    for name in ("a", "b"):
        expect.shape(free.sites[name].value, (), f"the parameter {name}")
    start = expect.call(start_of, (torch.tensor(7.25),))
    expect.close(start["a"][0], 7.25, "the start value of a, for a guess of 7.25,")
    expect.close(start["b"][0], 0.25, "the start value of b")
    value, unconstrained = start["b"]
    told = "b has no constraint: training may make it negative."
    expect.that(value != unconstrained, told)
    settings = {"a": 9.0, "b": 0.4}
    at = expect.trace(guide, (GUESS, SHOWN), values={"weight": 9.5}, params=settings)
    wanted = dist.Normal(9.0, 0.4).log_prob(torch.tensor(9.5))
    what = "the log density of a weight of 9.5, when a is 9.0 and b is 0.4,"
    expect.close(at.sites["weight"].log_prob, wanted, what)

# %% nbgrader={"grade": true, "grade_id": "train_contract", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def oven_knobs(set_to: torch.Tensor, said: torch.Tensor) -> None:
    """A guide for the oven, with names of its own."""
    centre = pyro.param("centre", set_to.clone())
    start = torch.tensor(4.0)
    width = pyro.param("width", start, constraint=constraints.positive)
    pyro.sample("heat", dist.Normal(centre, width))


def trained_oven() -> dict[str, Any]:
    """train in a store where something was left over: what it returned, the store."""
    pyro.clear_param_store()
    pyro.param("left_over", torch.tensor(3.0))
    pyro.param("centre", torch.tensor(1000.0))
    set_to, said = torch.tensor(200.0), torch.tensor(203.0)
    returned = train(oven_with_obs, oven_knobs, set_to, said)
    store = {name: value.item() for name, value in pyro.get_param_store().items()}
    return {"returned": returned, "store": store, "given": [set_to.item(), said.item()]}


with expect.check("train keeps its promises", also="other models and guides"):
    found = expect.call(trained_oven)
    names = ["centre", "width"]
    returned = expect.dictionary(found["returned"], "what train returned", names)
    for name in names:
        expect.number(returned[name], f"the {name} that train returned")
    expect.dictionary(found["store"], "the param store after train", names)
    for name in names:
        told = f"the {name} that train returned, beside that in the store,"
        expect.close(returned[name], found["store"][name], told)
    expect.equal(found["given"], [200.0, 203.0], "guess and measurement after train")
    told = "A training that starts at 200, with 203 on the display, has ended far off."
    expect.that(190.0 < returned["centre"] < 213.0, told)

# %% nbgrader={"grade": true, "grade_id": "train_posterior", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("From the guess to the posterior", also="other models and data"):
    back = "This check needs a right `observed`: look at Task 2 once more."
    at = expect.trace(observed, (GUESS, SHOWN), values={"weight": 9.0})
    expect.that(abs(at.log_density - -1.8975) < 1e-3, back)
    knobs = expect.trace(guide, (GUESS, SHOWN))
    expect.sites(knobs, latent=["weight"], observed=[], params=["a", "b"])
    found = expect.call(train, (observed, guide, GUESS, SHOWN))
    expect.dictionary(found, "what train returned", ["a", "b"])
    a, b = (expect.number(found[name], f"the {name} from train") for name in "ab")
    expect.posterior(a, b, 9.14, 0.6, "the weight under the trained guide")

# %% [markdown]
# And now weigh the trained guide's draws, beside those of the guide before its training. You need nothing else to see
# that it has arrived.

# %%
with expect.when_written("observed", "train", "guide", "log_weights", "log_mean"):
    pyro.set_rng_seed(0)
    rows, lines = [], {}
    kilos = torch.linspace(6.5, 11.5, 201)
    pyro.clear_param_store()
    for moment in ("before", "after"):
        if moment == "after":
            train(observed, guide, GUESS, SHOWN)
        logs = log_weights(observed, guide, 100, GUESS, SHOWN).detach()
        a, b = pyro.param("a").item(), pyro.param("b").item()
        lines[moment] = dist.Normal(a, b).log_prob(kilos).exp()
        spread = logs.std().item()
        rows.append([f"{moment} training", f"{a:.3f}", f"{b:.3f}", logs.mean(), spread])
    heads = ["", "a", "b", "mean log weight (ELBO)", "sd of the log weights"]
    show.table("A guide before and after its training", heads, rows)
    print("exact: mean 9.140, sd 0.600, log evidence -1.462082")

    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    exact_density = dist.Normal(9.14, 0.6).log_prob(kilos).exp()
    axes.plot(kilos, exact_density, color="black", label="exact posterior")
    axes.plot(kilos, lines["before"], ":", color=GREY, label="guide before")
    axes.plot(kilos, lines["after"], "--", color=ORANGE, label="guide after")
    axes.set(xlabel="weight [kg]", ylabel="density", yticks=[])
    axes.legend()
    show.figure(
        figure,
        "Densities over the weight: before training the guide is a narrow peak at 8.5; "
        "after it, its curve lies on that of the exact posterior.",
    )

# %% [markdown]
# ## What you can do now
#
# - You can tell a program what was seen in three ways, and say what each of them is good for.
# - You can combine two normals, by precisions for the posterior, by variances for the evidence.
# - You can weigh the draws of any guide, in log space, and estimate the evidence from them; you know the log of a mean
#   from the mean of the logs, and the latter by its other name, the ELBO.
# - You recognise a perfect guide by weights that do not differ, and you mistrust a narrow one: it does
#   not go where it would be found out.
# - You can write a guide with knobs and train it from the start, without moving what was handed to you.
#
# One unknown and one observation were enough to see all of it at work. In beyond_3 there are many observations of a
# coin, and the ELBO can be written down to the last digit.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
