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
# # Step 7 · Two random variables
#
# | | |
# |---|---|
# | **Goal** | Draw mu instead of setting it, and see what all the observations of one run then have in common. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_03, step_04, step_06 |
#
# Next month a new bus line opens. You would like to know how late it will be, but nobody has ever ridden it.
#
# In steps 1 to 6 the usual lateness `mu` was a *parameter*: a knob that somebody sets. For a bus that you know
# well this is fine. For the new line you would have to set a number that you do not know. Yet you do know
# *something*: you have ridden other lines. Most are usually about on time, some are usually a minute late, and
# hardly one is usually five minutes late or early. In other words, you know which values of `mu` are likely.
# And a number of which we know only which values are likely is a **random variable**.
#
# So from now on `mu` is *drawn*, like `y`. The distribution that it is drawn from says what you believe about
# it before you have seen any data. It is called the **prior** of `mu`.
#
# | | a parameter | a random variable |
# |---|---|---|
# | the value | is set, by you or by an optimiser | is drawn, anew in each run |
# | in code | `pyro.param("mu", start)` | `pyro.sample("mu", distribution)` |
# | in the log probability of a run | has no term | has a term of its own |

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # minutes; how far a bus usually is from its line's usual lateness: a scale

# %% [markdown]
# ## A baker and the loaves
#
# The examples here are about bread; the bus is yours. Loaves are shaped by hand. One baker usually makes them
# a little heavier, another a little lighter: each baker has a *hand*, the usual weight of the loaves, and it
# differs from baker to baker by about 20 grams. Around it, the single loaves vary by about 10 grams.
#
# One run of the program below is one baker, drawn at random, with some loaves. The first line draws the
# hand. The second random variable is drawn *around the first*.


# %%
def baker(n_loaves: int) -> torch.Tensor:
    """One baker's loaves, [n_loaves]. The hand is drawn, then loaves around it."""
    hand = pyro.sample("hand", dist.Normal(750.0, 20.0))
    with pyro.plate("loaves", n_loaves):
        return pyro.sample("loaf", dist.Normal(hand, 10.0))


pyro.set_rng_seed(2)
for _ in range(3):
    trace = poutine.trace(baker).get_trace(4)
    hand, loaf = trace.nodes["hand"]["value"], trace.nodes["loaf"]["value"]
    print("hand:", hand, "  loaves:", loaf)
print(trace.format_shapes())

# %% [markdown]
# Look at the table. In the row of `loaf` a 4 stands to the left of the bar: four independent values, thanks to
# the plate. In the row of `hand` there is nothing: it is *one* number. The `pyro.sample` statement of the hand
# stands **outside** the plate, so all loaves of a run come from the same hand.
#
# That is more than a matter of shapes. On the left below are eight runs of `baker`: each row is a run, a dot
# is a loaf, the bar is the hand. On the right the same is done with a program whose hand was moved *into* the
# plate. What does it mean, in terms of bread?


# %%
def strangers(n_loaves: int) -> torch.Tensor:
    """The hand stands inside the plate. Returns the loaves, [n_loaves]."""
    with pyro.plate("loaves", n_loaves):
        hand = pyro.sample("hand", dist.Normal(750.0, 20.0))
        return pyro.sample("loaf", dist.Normal(hand, 10.0))


pyro.set_rng_seed(5)
shared = {"sharex": True, "sharey": True, "layout": "constrained"}
figure, panels = plt.subplots(1, 2, figsize=(10, 3.2), **shared)
titles = {baker: "hand outside the plate", strangers: "hand inside the plate"}
for axes, program in zip(panels, titles, strict=True):
    for run in range(1, 9):
        trace = poutine.trace(program).get_trace(10)
        hand, loaf = (trace.nodes[name]["value"] for name in ("hand", "loaf"))
        axes.plot(hand.expand(10), [run] * 10, "|", color="tab:red", markersize=13)
        axes.plot(loaf, [run] * 10, "o", color="tab:blue", markersize=4, alpha=0.6)
    axes.plot([], [], "|", color="tab:red", markersize=13, label="hand")
    axes.plot([], [], "o", color="tab:blue", markersize=4, label="loaf")
    axes.set(title=titles[program], xlabel="weight [g]", ylabel="run")
    axes.set(ylim=(0.4, 10.2), yticks=range(1, 9))
    axes.legend(loc="upper center", ncols=2)
show.figure(
    figure,
    "Eight rows of ten dots in each of two panels. On the left the dots of a row lie "
    "together around one red bar, in another place in each row. On the right each dot "
    "has a bar of its own, and all rows are spread alike.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# On the right every loaf comes from a baker of its own: ten strangers make one loaf each. A single loaf looks
# just the same in both programs. But on the left the loaves of a run belong together, and so the first nine
# tell you something about the tenth.
#
# ## Task 1: the new bus line · 6 points
#
# Write `model(data=None, n_obs=None)`. One run of it makes up *one* bus line and some mornings on it:
#
# - `mu`, the usual lateness of the line, is a latent sample site named `"mu"`: normal around 0 with the scale 1.
#   It is one number, of shape `()`, and it does not stand in any plate. There are no parameters.
# - A plate named `"N"` has one place for each morning.
# - In it stands a sample site named `"y"`: normal around `mu` with the scale `NOISE`. Its distribution is made
#   from `mu` itself, as `pyro.sample` returned it, not from a copy of its number (`mu.item()`). A copy would do
#   for all that you see here, but nobody could follow it back to `mu`, as you will from step 9 on. When `data`
#   is given, a float tensor of shape `[n]`, the site is observed with it.
# - `model` returns the value of `y`, of shape `[n]`.
# - The length of the plate is settled as in step 3. When `data` is given, the data decide, whatever `n_obs`
#   says. When only `n_obs` is given, a whole number from 1 on, it is `n_obs`, and `y` is drawn. When both are `None`,
#   `model` raises a `ValueError` whose text names both `data` and `n_obs`.
# - All this holds for every value of `mu`, below 0 as above it. Each call draws anew, so leave the random seed alone.
#
# <details><summary>Hint 1: where to begin</summary>
#
# Your model of step 3 has everything but the new `mu`. Which of its statements goes away, and what comes in its
# place?
#
# </details>
#
# <details><summary>Hint 2: a shape that should be empty</summary>
#
# A `Normal` that is made of two plain numbers, such as `0.0` and `1.0`, draws a single number of shape `()`. If
# yours has another shape, look at what it is made of, and at which `with` block it stands in.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# After the length is settled there are three statements: a `pyro.sample`, the `with` line, and another
# `pyro.sample` in its block, whose distribution uses the value of the first.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """One bus line and its mornings.

    mu ~ Normal(0, 1); y ~ Normal(mu, NOISE) in the plate "N".

    Args:
        data: observed mornings, shape [n], or None to draw them.
        n_obs: how many to draw where there are no data.

    Returns:
        The mornings ``y``, shape [n].

    Raises:
        ValueError: when both are None; the text names ``data`` and ``n_obs``.

    Example:
        >>> model(n_obs=5).shape
        torch.Size([5])
    """
    ### BEGIN SOLUTION
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("the number of mornings is unknown: give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% [markdown]
# Look before you check. Run the next cell a few times: what stays the same, and what changes?

# %%
with expect.when_written("model"):
    trace = poutine.trace(model).get_trace(n_obs=6)
    print("mu:", trace.nodes["mu"]["value"])
    print("y: ", trace.nodes["y"]["value"])
    print(trace.format_shapes())

# %% [markdown] nbgrader={"grade": false, "grade_id": "checks", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ### Checks
#
# Run these as often as you like. They look at a few simple cases; the grading looks at others. "Run All" stops at the
# first check that does not pass yet.

# %% nbgrader={"grade": true, "grade_id": "model_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("One mu, and a plate of mornings", also="other data and lengths"):
    trace = expect.trace(model, kwargs={"n_obs": 4})
    expect.sites(trace, latent=["mu", "y"], observed=[], params=[])
    expect.site(trace, "mu", plates={}, batch_shape=(), event_shape=())
    expect.site(trace, "y", plates={"N": 4}, batch_shape=(4,), event_shape=())
    seen = expect.trace(model, (torch.tensor([1.0, 2.5, 4.0]),))
    expect.sites(seen, latent=["mu"], observed=["y"], params=[])
    for mu in (-3.0, 3.0):
        held = expect.trace(model, kwargs={"n_obs": 4}, values={"mu": mu})
        expect.site(held, "y", plates={"N": 4}, batch_shape=(4,), event_shape=())

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("y stands around mu", also="the densities at other values"):
    three = torch.full((2,), 3.0)
    at_0, at_3 = (
        expect.trace(model, kwargs={"n_obs": 2}, values={"mu": mu, "y": three})
        for mu in (0.0, 3.0)
    )
    for name in ("mu", "y"):
        expect.site(at_3, name, family="Normal")
    prior = at_0.sites["mu"].log_prob.sum()
    look = "What is the scale of mu's own distribution?"
    said = "mu is spread more widely than the text says."
    expect.that(bool(prior > -0.93), said, look=look)
    said = "mu is spread less widely than the text says."
    expect.that(bool(prior < -0.91), said, look=look)
    far, near = (trace.sites["y"].log_prob.sum() for trace in (at_0, at_3))
    said = "Mornings at mu should be more likely than mornings far from mu."
    expect.that(bool(near > far), said)
    look = "What is the scale of the distribution of y, and is it a scale?"
    said = "y is spread more widely around mu than NOISE says."
    expect.that(bool(near > -3.24), said, look=look)
    said = "y is spread less widely around mu than NOISE says."
    expect.that(bool(near < -3.21), said, look=look)

    def learns():
        held = {"mu": torch.tensor(1.0, requires_grad=True)}
        run = poutine.trace(poutine.condition(model, data=held)).get_trace(three)
        run.compute_log_prob()
        return run.nodes["y"]["log_prob"].requires_grad

    said = "y is made from a copy of mu's number, not from mu itself."
    expect.that(expect.call(learns), said)

# %% nbgrader={"grade": true, "grade_id": "model_length", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "How many mornings, and what is returned", also="other data, and other n_obs"
):
    drawn = expect.trace(model, kwargs={"n_obs": 4})
    expect.shape(drawn.returned, (4,), "what model(n_obs=4) returned")
    what = "what model(n_obs=4) returned, next to its y"
    expect.close(drawn.returned, expect.site(drawn, "y").value, what)
    three = torch.tensor([1.0, 2.5, 4.0])
    for n_obs in (None, 2, 5):
        seen = expect.trace(model, (three,), {"n_obs": n_obs})
        expect.site(seen, "y", observed=True)
        expect.close(seen.returned, three, f"what model(data, n_obs={n_obs}) returned")
    words = ("data", "n_obs")
    expect.raised(expect.error(model), "ValueError", "model()", mentions=words)

# %% [markdown]
# ## The log probability of a whole run
#
# How likely is a run of `baker`? It draws the hand first, then the loaves around it. So the density of the
# whole run is that of the hand, times that of each loaf *given the hand*; and for logarithms, times becomes
# plus:
#
# $$\log p(\text{hand}, \text{loaves}) = \log p(\text{hand}) + \sum_i \log p(\text{loaf}_i \mid \text{hand})$$
#
# This is called the **log joint** probability of the run: it says how well all its values go together. The
# trace works it out with one term for each sample site. Here the terms are printed one by one.

# %%
pyro.set_rng_seed(3)
trace = poutine.trace(baker).get_trace(4)
trace.compute_log_prob()
hand_term = trace.nodes["hand"]["log_prob"]
loaf_terms = trace.nodes["loaf"]["log_prob"]
print("log p(hand):         ", hand_term)
print("log p(loaf | hand):  ", loaf_terms)
print("all of them together:", hand_term + loaf_terms.sum())
print("log_prob_sum():      ", trace.log_prob_sum())

# %% [markdown] nbgrader={"grade": false, "grade_id": "go_together", "locked": true, "schema_version": 3, "solution": false, "task": false}
# "Go together" is the point. Take the loaves of one run, and score them once with their own hand and once with
# the hand of another run. Each number for itself is an ordinary draw, and yet some of the mixed pairs are hopeless:

# %%
pyro.set_rng_seed(8)
runs = [poutine.trace(baker).get_trace(10) for _ in range(6)]
print("log joint of the loaves with")
print("  their own hand   another hand")
for mine, other in zip(runs, runs[1:] + runs[:1], strict=True):
    other_hand = other.nodes["hand"]["value"]
    loaves = mine.nodes["loaf"]["value"]
    of_hand = dist.Normal(750.0, 20.0).log_prob(other_hand)
    of_loaves = dist.Normal(other_hand, 10.0).log_prob(loaves).sum()
    print(f"{mine.log_prob_sum():16.1f} {of_hand + of_loaves:14.1f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_joint_draw", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: one run, whole · 4 points
#
# Write `joint_draw(n)`. It runs your `model` with `n_obs=n`, where `n` is a whole number, 1 or more, and
# returns a triple `(mu, y, log_prob)`:
#
# - `mu`: what that run drew at its site `"mu"`, of shape `()`;
# - `y`: what **the same run** drew at its site `"y"`, of shape `[n]`;
# - `log_prob`: the log joint probability of **the same run**, all its terms in one number, of shape `()`.
#
# Each of the three is a tensor, or a plain Python number where the shape is `()`: as you like. Each call of
# `joint_draw` draws anew, and leaves the random seed alone.
#
# <details><summary>Hint 1: one run, three questions</summary>
#
# The value that `model` returns is only `y`. What did you use in step 4 to keep everything that happened in a
# run?
#
# </details>
#
# <details><summary>Hint 2: the numbers do not fit together</summary>
#
# Each `get_trace` is another run, with another line and other mornings. How often does your function run the
# model?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The first cell about bread reads two values from a trace; the one about the log joint shows how to get all
# terms of a trace in one number. Keep the trace in a variable, and ask it three times.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "joint_draw", "locked": false, "schema_version": 3, "solution": true, "task": false}
def joint_draw(n: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """One run of model(n_obs=n): (mu, y, log_prob), with the shapes (), [n] and ().

    Example:
        >>> mu, y, log_prob = joint_draw(4)
        >>> y.shape
        torch.Size([4])
    """
    ### BEGIN SOLUTION
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["mu"]["value"], trace.nodes["y"]["value"], trace.log_prob_sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "joint_one_run", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("mu and y of one run", also="whether both come from the same run"):
    first, second = (expect.call(joint_draw, (4,), seed=seed) for seed in (0, 1))
    for answer in (first, second):
        expect.length(answer, 3, "the triple that joint_draw(4) returned")
        shapes = {"mu": (), "y": (4,), "log_prob": ()}
        for value, (name, shape) in zip(answer, shapes.items(), strict=True):
            expect.shape(value, shape, f"the {name} that joint_draw(4) returned")
    expect.differ(first[0], second[0], "the mu of two calls of joint_draw")
    expect.differ(first[1], second[1], "the y of two calls of joint_draw")
    seven = poutine.trace(lambda: pyro.sample("mu", dist.Delta(torch.tensor(7.0))))
    held = poutine.replay(joint_draw, trace=seven.get_trace())  # mu is drawn as 7
    answer = expect.call(held, (4,))
    expect.length(answer, 3, "the triple that joint_draw(4) returned")
    expect.close(answer[0], 7.0, "the mu of joint_draw, in a run whose mu is 7,")

# %% nbgrader={"grade": true, "grade_id": "joint_log_prob", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "log_prob has a term for each random variable of its run", also="other runs"
):
    for seed in (0, 1):
        answer = expect.call(joint_draw, (3,), seed=seed)
        expect.length(answer, 3, "the triple that joint_draw(3) returned")
        shapes = {"mu": (), "y": (3,), "log_prob": ()}
        for value, (name, shape) in zip(answer, shapes.items(), strict=True):
            expect.shape(value, shape, f"the {name} that joint_draw(3) returned")
        mu, y, log_prob = (torch.as_tensor(value) for value in answer)
        own = {"mu": mu, "y": y}
        joint = expect.trace(model, kwargs={"n_obs": 3}, values=own).log_density
        what = "the log_prob of joint_draw(3), next to your model's for its mu and y,"
        expect.close(log_prob, joint, what, atol=1e-3)

# %% [markdown]
# ## What do we expect to see?
#
# Before the first loaf is weighed, what do we expect it to weigh? Nobody will ever see a *hand*; what we shall
# see is loaves. So run the program many times and keep only the loaves. They are draws from the **prior
# predictive distribution**: what the model predicts when it has seen nothing yet. It is the best way to find out
# what a prior really says. If you look at the loaves and think "no bakery is like this", the prior is wrong, and
# you have noticed it before any harm was done.
#
# On the left, all those loaves in one histogram. It is wider than the loaves of any single baker, because the
# bakers differ, too. On the right, each dot is a *pair* of loaves: two of one baker, or two of two bakers.

# %%
pyro.set_rng_seed(1)
table = torch.stack([baker(2) for _ in range(1000)])  # [1000, 2]: a row is one baker
first, second = table.T
of_another = second.roll(1)  # the second loaf of the baker before
one_baker = 750.0 + 10.0 * torch.randn(1000)  # a single baker with an average hand

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
bins = torch.linspace(670.0, 830.0, 41).tolist()
bars = {"density": True, "color": "lightgrey", "edgecolor": "dimgrey", "linewidth": 0.5}
left.hist(first.tolist(), bins=bins, label="one loaf of every baker", **bars)
outline = {"density": True, "histtype": "step", "color": "tab:blue"}
left.hist(one_baker.tolist(), bins=bins, label="loaves of one baker", **outline)
left.set(title="Single loaves", xlabel="weight [g]", ylabel="density", ylim=(0, 0.058))
left.legend(loc="upper left")
crosses = {"color": "tab:red", "label": "two loaves of two bakers"}
right.plot(first, of_another, "x", markersize=3, **crosses)
dots = {"color": "tab:blue", "label": "two loaves of one baker"}
right.plot(first, second, ".", markersize=4, **dots)
right.set(title="Pairs of loaves", xlabel="first loaf [g]", ylabel="second loaf [g]")
right.set(ylim=(670, 860))
right.legend(loc="upper left")
show.figure(
    figure,
    "On the left a wide histogram of one loaf of every baker, with the outline of a "
    "single baker's loaves, narrow and high, in it. On the right pairs of loaves: "
    "those of one baker lie along a rising diagonal, those of two bakers in a cloud.",
)

rows = [
    ["variance of a single loaf", first.var(), 20**2 + 10**2],
    ["covariance of two loaves of one baker", torch.cov(table.T)[0, 1], 20**2],
    [
        "covariance of two loaves of two bakers",
        torch.cov(torch.stack([first, of_another]))[0, 1],
        0,
    ],
]
show.table("What sharing a hand does", ["", "counted", "by thinking"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_prior_predictive", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The numbers can be understood without a computer. A loaf is its hand plus a deviation of its own, and the two
# are independent, so their variances add: 20² + 10². Two loaves of one baker have the hand in common and
# nothing else, so their **covariance**, which measures how far two numbers rise and fall together, is the
# variance of the hand alone: 20². Two loaves of two bakers have nothing in common: 0, but for the luck of the
# draw. So that is what sharing a random variable does, and a plate alone does not.
#
# ## Task 3: what to expect of the new line · 4 points
#
# Write `prior_predictive(k, n)`: `k` bus lines with `n` mornings each. Both are whole numbers, 1 or more.
#
# - It returns a tensor of shape `[k, n]`. Each row has the `y` of one run of your `model` with `n_obs=n`.
# - Each row is a line of its own, with its own `mu`, which all mornings of the row share.
# - The numbers come from runs of your `model`. When `"mu"` is fixed from outside, as you will do in step 8, all rows
#   follow it.
# - Each call draws anew, and leaves the random seed alone.
#
# By the argument above, each morning has the mean 0 and the variance 1 + `NOISE`², two mornings of one row have the
# covariance 1, and two mornings of different rows have the covariance 0.
#
# <details><summary>Hint 1: where to begin</summary>
#
# How did the cell above make its table of a thousand bakers?
#
# </details>
#
# <details><summary>Hint 2: the variance is too small</summary>
#
# If it is about `NOISE`², then all your mornings come from a single line. How often is `mu` drawn? One run
# with very many mornings is not the same as many runs.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Collect the results of `k` calls in a list, each of shape `[n]`. `torch.stack` puts them on top of each other.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "prior_predictive", "locked": false, "schema_version": 3, "solution": true, "task": false}
def prior_predictive(k: int, n: int) -> torch.Tensor:
    """The mornings of k made-up bus lines, n of each: [k, n], a row for each run.

    Example:
        >>> prior_predictive(100, 5).shape
        torch.Size([100, 5])
    """
    ### BEGIN SOLUTION
    return torch.stack([model(n_obs=n) for _ in range(k)])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "predictive_runs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A row of mornings for each line", also="other sizes"):
    what = "what prior_predictive(3, 4) returned"
    tables = [expect.call(prior_predictive, (3, 4), seed=seed) for seed in (0, 1)]
    fifty = poutine.trace(lambda: pyro.sample("mu", dist.Delta(torch.tensor(50.0))))
    held = poutine.replay(prior_predictive, trace=fifty.get_trace())  # mu is 50
    tables.append(expect.call(held, (3, 4)))
    for numbers in tables:
        expect.shape(numbers, (3, 4), what)
    first, second, moved = (torch.as_tensor(numbers) for numbers in tables)
    several = len(set(first.flatten().tolist())) == 12
    expect.that(several, "Some numbers of prior_predictive(3, 4) are equal.")
    expect.differ(first, second, "the tables of two calls of prior_predictive")
    said = "When mu is 50 in each run of model, the mornings are not around 50."
    look = "Does each row come from a run of your model, whose y stands around mu?"
    expect.that(bool((moved - 50.0).abs().max() < 15.0), said, look=look)

# %% nbgrader={"grade": true, "grade_id": "predictive_law", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Mornings of one line belong together", also="more lines"):
    lines = expect.call(prior_predictive, (1000, 2))
    expect.shape(lines, (1000, 2), "what prior_predictive(1000, 2) returned")
    (variance, covariance), _ = torch.cov(torch.as_tensor(lines).T).tolist()
    print(f"variance of a morning: {variance:.2f}")
    print(f"covariance of two mornings of one line: {covariance:.2f}")
    look = "The numbers come from your model: does it pass the checks of Task 1?"
    said = "The variance of a morning should be about 1 + NOISE²."
    expect.that(abs(variance - 1 - NOISE**2) < 1.2, said, look=look)
    said = "The covariance of two mornings of one line should be about 1."
    expect.that(abs(covariance - 1) < 0.7, said, look=look)

# %% [markdown]
# ## Look at your bus lines
#
# On the left, twelve of your lines: each row has ten mornings and, as a red bar, their mean. On the right, the
# means of fifteen hundred such lines. In a mean of ten mornings much of the noise cancels; its variance is
# `NOISE`²/10. What the mornings share does not cancel: the 1 stays. The blue curve has both, the red one only the
# noise. Which of the two do your lines follow?

# %%
with expect.when_written("model", "prior_predictive"):
    pyro.set_rng_seed(4)
    twelve, many = prior_predictive(12, 10), prior_predictive(1500, 10)
    minutes = torch.linspace(-5.0, 5.0, 201)
    both = dist.Normal(0.0, (1 + NOISE**2 / 10) ** 0.5).log_prob(minutes).exp()
    noise_only = dist.Normal(0.0, (NOISE**2 / 10) ** 0.5).log_prob(minutes).exp()

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for row, mornings in enumerate(twelve, start=1):
        left.plot(mornings, [row] * 10, "o", color="tab:blue", markersize=4, alpha=0.6)
        left.plot(mornings.mean(), row, "|", color="tab:red", markersize=13)
    xlabel = "minutes late (below 0: early)"
    left.set(title="Twelve lines, ten mornings each", xlabel=xlabel, ylabel="line")
    right.hist(many.mean(1).tolist(), bins=30, label="means of your lines", **bars)
    right.plot(minutes, both, color="tab:blue", label="variance 1 + NOISE²/10")
    right.plot(minutes, noise_only, "--", color="tab:red", label="variance NOISE²/10")
    right.set(title="Means of ten mornings", xlabel="minutes late", ylabel="density")
    right.set(ylim=(0, 0.95))
    right.legend(loc="upper left")
    show.figure(
        figure,
        "On the left twelve rows of ten dots, your lines, each with a red bar at its "
        "mean. On the right a histogram of the means of your lines, and two curves "
        "around 0: a wide one with the variance 1 + NOISE²/10, a narrow one with "
        "NOISE²/10.",
    )

# %% [markdown]
# Can you tell on the left which lines are late ones? Hardly: ten mornings of a bus with so much noise say only a
# little about its line. How much they say is a question that we can soon answer exactly.
#
# ## What you can do now
#
# - You can say when a number should be a parameter and when a random variable, and write a model with a prior.
# - You know what it means that a site stands outside a plate: all that is inside shares its value.
# - You can read the log joint of a run, with its term for the prior, and you keep the values of a run together.
# - You can draw from the prior predictive distribution, and know why its numbers are spread more widely than the noise
#   and why those of one run move together.
#
# In all of this `mu` was whatever the run drew. But what if you want to know how well a *certain* mu goes together
# with mornings that you have really seen? Then you have to hold it fixed: step 8.

# %%
expect.overview()  # how far are you? run this cell whenever you like
