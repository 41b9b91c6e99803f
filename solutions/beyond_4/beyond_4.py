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
# # Beyond 4 · SVI II: many data
#
# | | |
# |---|---|
# | **Goal** | Train on batches instead of all data, and let a small network guess each datum's latent |
# | **Minutes** | 60 |
# | **Prerequisites** | beyond_3, step_15 |
#
# Sixty beehives stand on scales. Once a week each says how much it has gained. Two questions: how much does a
# hive of this valley gain **on the whole**? And how much has **each single hive** gained, given that its scale is
# a bad one?
#
# For sixty hives anything works. So let us pretend that there are sixty million. Then two things hurt. *Every
# step* of a training looks at all data; and *every hive* has parameters of its own in the guide. The cure of the
# first is **subsampling**: look at a few hives in each step, and do it such that nothing is falsified. The cure
# of the second is **amortisation**: one small function that guesses any hive's latent from that hive's reading.
# Both are exact where they can be, and since our model is one whose posterior is known, you can hold everything
# against the truth.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import itertools
import math

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
PRIOR_SD = 3.0  # mu ~ Normal(0, 3): a valley may gain or lose, in kg a week
TAU = 1.5  # how far a hive is from its valley's mean: an sd, in kg
NOISE = 2.0  # how far a scale is from the truth: an sd, in kg
SPREAD = 2.5  # both together: the root of 1.5 ** 2 + 2.0 ** 2

generator = torch.Generator().manual_seed(20)
gains = 4.0 + SPREAD * torch.randn(60, generator=generator)
gains = (10 * gains).round() / 10  # the scales show one digit
print(f"{len(gains)} hives, mean {gains.mean():.3f} kg, the first four: {gains[:4]}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. One model, two kinds of plate
#
# First the valley only. Its mean is mu; a reading is Normal(mu, 2.5), where the 2.5 kg stand for everything that may
# differ from hive to hive. Given mu, the readings know nothing of one another. **That is what a plate declares.** It
# comes in two kinds:
#
# | kind | code | what happens |
# |---|---|---|
# | sequential | `for i in pyro.plate("data", n):` | the body runs n times; each pass makes sites of its own |
# | vectorised | `with pyro.plate("data", n):` | the body runs once; a site has n values, side by side |
#
# The first is as slow as a loop, and the body may do different things for different i. The second is fast. The joint
# density is the same.
#
# ## Task 1: both kinds · 4 points
#
# Write `sequential(data)` and `vectorised(data)`. For both, `data` is a tensor [N] with N at least 1, and
#
# - a latent site `"mu"`, a single number: **Normal(0, 3)**, with 3 the sd (`PRIOR_SD`);
# - a plate named `"data"` of size N, in which the readings are observed: **Normal(mu, 2.5)** (`SPREAD`);
# - no params. What they return is free.
#
# In `sequential` the plate is a **loop**, and the reading number i, counted from 0, is a site of its own, **`"y_0"`,
# `"y_1"`, …**. In `vectorised` the plate is a **`with` block**, and there is one site, **`"y"`**.
#
# <details><summary>Hint 1: how do I make the names?</summary>
#
# `f"y_{i}"` is a string with the number in it.
#
# </details>
#
# <details><summary>Hint 2: the check says that a site stands in no plate</summary>
#
# The loop has to go over the plate itself. `list(pyro.plate(…))` or `range(…)` gives the same numbers, and Pyro
# learns nothing of independence from them.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "plates", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sequential(data: torch.Tensor) -> None:
    """mu ~ Normal(0, 3); y_i ~ Normal(mu, 2.5), a site for each i of a loop's plate.

    data: [N]
    """
    ### BEGIN SOLUTION
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    for i in pyro.plate("data", len(data)):
        pyro.sample(f"y_{i}", dist.Normal(mu, SPREAD), obs=data[i])
    ### END SOLUTION


def vectorised(data: torch.Tensor) -> None:
    """mu ~ Normal(0, 3); y ~ Normal(mu, 2.5), one site in a `with` plate. data: [N]"""
    ### BEGIN SOLUTION
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data)):
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sequential_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
three = torch.tensor([1.0, 4.0, 6.5])
with expect.check("A loop over a plate", also="other data and values of mu"):
    trace = expect.trace(sequential, (three,))
    names = ["y_0", "y_1", "y_2"]
    expect.sites(trace, latent=["mu"], observed=names, params=[])
    for name in names:
        expect.site(trace, name, batch_shape=(), plates={"data": 3})
    held = expect.trace(sequential, (three,), values={"mu": 2.0})
    for name, wanted in zip(names, (-1.915229, -2.155229, -3.455229), strict=True):
        told = f"the log density of {name} when mu is 2"
        expect.close(held.sites[name].log_prob, wanted, told)
    told = "the log density of mu at 2"
    expect.close(held.sites["mu"].log_prob, -2.239773, told)

# %% nbgrader={"grade": true, "grade_id": "vectorised_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A plate of values side by side", also="other data and values of mu"):
    trace = expect.trace(vectorised, (three,))
    expect.sites(trace, latent=["mu"], observed=["y"], params=[])
    expect.site(trace, "mu", batch_shape=(), plates={})
    expect.site(trace, "y", batch_shape=(3,), event_shape=(), plates={"data": (3, -1)})
    held = expect.trace(vectorised, (three,), values={"mu": 2.0})
    told = "the log density of y when mu is 2"
    expect.close(held.sites["y"].log_prob, [-1.915229, -2.155229, -3.455229], told)
    told = "the log density of mu at 2"
    expect.close(held.sites["mu"].log_prob, -2.239773, told)

# %% [markdown]
# One joint density in two clothes:

# %%
with expect.when_written("sequential", "vectorised"):
    for program in (sequential, vectorised):
        held = poutine.condition(program, {"mu": torch.tensor(3.5)})
        trace = poutine.trace(held).get_trace(gains)
        sites = sum(name.startswith("y") for name in trace.nodes)
        print(f"{program.__name__}: log joint at mu = 3.5 {trace.log_prob_sum():.3f},")
        print(f"    with the readings in {sites} site{'s' if sites > 1 else ''}")

# %% [markdown]
# (A plate is a *promise* of independence, and Pyro believes it. Weeks that follow one another, where this week's
# weight begins with last week's, are not independent: there one writes a loop over `range`, or `pyro.markov`, and
# no plate.)
#
# The vectorised kind is what we use from here on.
#
# ## 2. A batch that speaks for all
#
# To train, one needs the gradient of the log joint. Its large part is a *sum over all readings*. A sum can be
# estimated from a few of its terms: take a **batch** of B readings at random, add them up, and multiply by N/B,
# because each of them has to speak for N/B readings. Is that right? For six readings and batches of two there are
# 15 batches. We can take all of them:

# %%
few, mu = gains[:6], torch.tensor(2.0)
terms = dist.Normal(mu, SPREAD).log_prob(few)
batches = torch.tensor(list(itertools.combinations(range(6), 2)))  # [15, 2]
sums = terms[batches].sum(-1)  # [15]
print(f"sum over all six readings:         {terms.sum():.4f}")
print(f"mean over the batches, times 6/2:  {(sums * 6 / 2).mean():.4f}")
print(f"mean over the batches, as it is:   {sums.mean():.4f}")
print(f"single batches, times 6/2:  {(sums * 6 / 2).min():.2f} to", end=" ")
print(f"{(sums * 6 / 2).max():.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_minibatch", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Not about right: *exactly* right on the average, so the gradients are right on the average too, and that is all
# that SVI asks for. What one pays is noise: single batches differ. (And mind what is *not* multiplied: mu is
# there once, and its prior counts once. Only what stands inside the plate is scaled.)
#
# Pyro does all of it: a plate with a `subsample_size` draws the batch, **hands you the indices**, and scales what
# stands inside it.
#
#     with pyro.plate("data", N, subsample_size=B) as ids:   # ids: B different numbers below N
#
# ## Task 2: a batch at a time · 3 points
#
# Write `minibatch(data, size)`: the model of task 1 on a batch.
#
# - `data` is a tensor [N], `size` a whole number from 1 to N.
# - The sites are those of `vectorised`: `"mu"`, and `"y"` in the plate `"data"`. The plate's **full size is N**,
#   and in each run it draws a new batch of `size` readings; **only these are observed**.
# - What stands in the plate counts N / size times, **once scaled and not twice**.
#
# <details><summary>Hint 1: what has to change?</summary>
#
# Two things: the plate gets one more argument and hands over the indices, and the data are indexed by them.
#
# </details>
#
# <details><summary>Hint 2: where do I multiply?</summary>
#
# Nowhere. The plate knows its full size and its batch, and scales by itself.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "minibatch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def minibatch(data: torch.Tensor, size: int) -> None:
    """The model of vectorised on a random batch of `size` of the data [N].

    The site y has the shape [size]; its log density is scaled by N / size.
    """
    ### BEGIN SOLUTION
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=data[ids])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "minibatch_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
five = torch.tensor([1.0, 4.0, 6.5, -2.0, 3.0])
batch = torch.tensor([3, 1])
with expect.check("A batch speaks for all", also="other data, batches and sizes"):
    trace = expect.trace(minibatch, (five, 2))
    expect.sites(trace, latent=["mu"], observed=["y"], params=[])
    expect.site(trace, "y", batch_shape=(2,), plates={"data": 2})
    plate = trace.sites.get("data")
    told = "The run has no plate named data whose full size is 5, that of the data."
    expect.that(plate is not None and plate.size == 5, told)
    held = expect.trace(minibatch, (five, 2), values={"data": batch, "mu": 2.0})
    told = "what y holds when the batch is [3, 1]"
    expect.close(held.sites["y"].value, [-2.0, 4.0], told)
    told = "the log density of y, when mu is 2 and the batch is [3, 1] of 5,"
    expect.close(held.sites["y"].log_prob, [-7.788073, -5.388073], told)
    told = "the log density of mu at 2"
    expect.close(held.sites["mu"].log_prob, -2.239773, told)

# %% [markdown]
# A look at the noise. The log joint at one value of mu, from 400 batches of each of three sizes:

# %%
with expect.when_written("minibatch", "vectorised"):
    pyro.set_rng_seed(0)
    fixed = {"mu": torch.tensor(3.5)}
    whole = poutine.trace(poutine.condition(vectorised, fixed)).get_trace(gains)
    figure, axes = plt.subplots(figsize=(7, 3))
    said = []
    for size, colour in ((5, ORANGE), (20, BLUE), (55, GREEN)):
        program = poutine.condition(minibatch, fixed)
        runs = [poutine.trace(program).get_trace(gains, size) for _ in range(400)]
        joints = torch.stack([run.log_prob_sum() for run in runs])
        look = {"bins": 30, "color": colour, "alpha": 0.6}
        axes.hist(joints.numpy(), label=f"{size} of 60", **look)
        mean, sd = joints.mean(), joints.std()
        said.append(f"batches of {size}: mean {mean:.1f}, sd {sd:.1f}")
    axes.axvline(whole.log_prob_sum(), color="black", label="all 60")
    axes.set(xlabel="log joint at mu = 3.5", yticks=[], title="One truth, many batches")
    axes.legend()
    print("\n".join([*said, f"all 60: {whole.log_prob_sum():.1f}"]))
    show.figure(
        figure,
        "Histograms of the log joint from batches, all around the line of the full "
        "data: the larger the batch, the narrower.",
    )

# %% [markdown]
# ## 3. A latent for each hive
#
# Now the second question. Let $z_i$ be what hive i *really* gained. Hives differ from their valley by 1.5 kg
# (`TAU`), scales from the truth by 2 kg (`NOISE`). The reading is seen, $z_i$ is not. Here is the model, with
# batches from the start:


# %% nbgrader={"grade": false, "grade_id": "hives", "locked": true, "schema_version": 3, "solution": false, "task": false}
def hives(data: torch.Tensor, size: int) -> None:
    """mu ~ Normal(0, 3); z ~ Normal(mu, 1.5), y ~ Normal(z, 2) for a batch of [N]."""
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        z = pyro.sample("z", dist.Normal(mu, TAU))
        pyro.sample("y", dist.Normal(z, NOISE), obs=data[ids])


show.model(hives, (gains, len(gains)))

# %% [markdown]
# Everything is normal, and so is the posterior. If the $z_i$ are left out, a reading is Normal(mu, 2.5), because
# variances add: that was the model of section 1. Hence
#
# $$\mu \mid y \;\sim\; \text{Normal with precision } \tfrac{1}{3^2} + \tfrac{N}{2.5^2}
#   \text{ and mean } \frac{\sum y_i / 2.5^2}{\text{precision}}.$$
#
# And if mu were known, hive i would have two witnesses: its scale says $y_i$, its valley says mu. Each is
# weighted by its precision:
#
# $$z_i \mid \mu, y \;\sim\; \text{Normal}\bigl(w\,y_i + (1 - w)\,\mu,\; \sqrt{w}\cdot 2\bigr),
#   \qquad w = \frac{1.5^2}{1.5^2 + 2^2}.$$
#
# **A straight line in $y_i$**, and the same line for every hive. Keep it in mind.


# %% nbgrader={"grade": false, "grade_id": "exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
def exact_mu(data: torch.Tensor) -> tuple[float, float]:
    """The posterior mean and sd of mu given data [N]."""
    precision = 1.0 / PRIOR_SD**2 + len(data) / SPREAD**2
    return data.sum().item() / SPREAD**2 / precision, precision**-0.5


W = TAU**2 / (TAU**2 + NOISE**2)  # how much a hive's own scale counts
Z_SD = math.sqrt(W) * NOISE  # the sd of z, given mu and y
mu_mean, mu_sd = exact_mu(gains)
print(f"mu: mean {mu_mean:.4f}, sd {mu_sd:.4f}")
print(f"z, given mu and y: {W:.2f} y + {1 - W:.2f} mu, give or take {Z_SD:.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_local", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4. A guide with a knob for everything
#
# A guide for `hives` has to propose mu *and* the z of the hives that are in the batch. The plain way is to give
# each hive two params of its own, a loc and a scale, and to pick those of the batch by `ids`.
#
# There is one trap. **Model and guide have to speak of the same batch**, else the z of one hive is held against the
# reading of another. How do they agree? By the **name of the plate**: the guide runs first, and the model takes over
# the batch of every plate that has the same name. (Names again: as with sites, so with plates.)
#
# ## Task 3: the local guide · 3 points
#
# Write `local_guide(data, size)` for `hives`:
#
# - params `"mu_loc"`, starting at 0, and `"mu_scale"`, starting at 1 and positive, both of shape `()`; the latent
#   `"mu"` ~ Normal(mu_loc, mu_scale);
# - params `"z_loc"`, starting at 0, and `"z_scale"`, starting at 1 and positive, both of shape **[N]**: two
#   numbers for each hive;
# - a plate `"data"` like the model's, and in it the latent `"z"` ~ Normal with **the loc and scale of the hives
#   in the batch**: shape [size].
#
# Nothing else. What it returns is free.
#
# <details><summary>Hint 1: where do the params of the hives stand?</summary>
#
# Outside of the plate: there are N of them, whatever the batch. Inside, they are indexed.
#
# </details>
#
# <details><summary>Hint 2: the first ones, or which?</summary>
#
# `[:size]` would take the same hives in every step, and the others would never learn. The plate hands you the right
# numbers.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "local_guide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def local_guide(data: torch.Tensor, size: int) -> None:
    """mu ~ Normal(mu_loc, mu_scale); z of each hive in the batch by its two params.

    Params: mu_loc (), mu_scale () positive, z_loc [N], z_scale [N] positive.
    """
    ### BEGIN SOLUTION
    positive = constraints.positive
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=positive)
    z_loc = pyro.param("z_loc", torch.zeros(len(data)))
    z_scale = pyro.param("z_scale", torch.ones(len(data)), constraint=positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        pyro.sample("z", dist.Normal(z_loc[ids], z_scale[ids]))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "local_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def starts(guide, data: torch.Tensor, size: int) -> dict:
    """Each param after one run, and whether it is the free number itself."""
    pyro.clear_param_store()
    guide(data, size)
    found = {name: pyro.param(name) for name in pyro.get_param_store()}
    return {
        name: [value.detach(), torch.equal(value, value.unconstrained())]
        for name, value in found.items()
    }


with expect.check("A knob for everything", also="other data, batches and params"):
    names = ["mu_loc", "mu_scale", "z_loc", "z_scale"]
    trace = expect.trace(local_guide, (five, 2))
    expect.sites(trace, latent=["mu", "z"], observed=[], params=names)
    expect.site(trace, "mu", batch_shape=(), plates={})
    expect.site(trace, "z", batch_shape=(2,), event_shape=(), plates={"data": 2})
    found = expect.call(starts, (local_guide, five, 2))
    shapes = ((), (), (5,), (5,))
    for name, shape, wanted in zip(names, shapes, (0, 1, 0, 1), strict=True):
        expect.shape(found[name][0], shape, f"the param {name}")
        told = f"the start value of {name}"
        expect.close(found[name][0], torch.full(shape, float(wanted)), told)
        if name.endswith("scale"):
            expect.that(not found[name][1], f"{name} has no constraint.")
    settings = {"z_loc": torch.arange(5.0), "z_scale": 1.0 + torch.arange(5.0)}
    values = {"data": batch, "z": torch.tensor([3.5, 1.5])}
    held = expect.trace(local_guide, (five, 2), values=values, params=settings)
    told = "the log density of z at [3.5, 1.5], for the batch [3, 1] of 5,"
    expect.close(held.sites["z"].log_prob, [-5.782614, -4.108339], told)

# %% [markdown]
# What would happen with another name? The next cell runs such a guide, and then `hives` on the guide's run as SVI
# does:


# %%
def astray(data, size):
    """A guide whose plate has another name than the model's."""
    pyro.sample("mu", dist.Normal(4.0, 1.0))
    with pyro.plate("batch", len(data), subsample_size=size):
        pyro.sample("z", dist.Normal(4.0, 1.0).expand([size]))


pyro.set_rng_seed(0)
guided = poutine.trace(astray).get_trace(gains, 4)
replayed = poutine.trace(poutine.replay(hives, trace=guided)).get_trace(gains, 4)
print("the guide's z are those of the hives", guided.nodes["batch"]["value"].tolist())
print("the model's y are those of the hives", replayed.nodes["data"]["value"].tolist())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_encoder", "locked": true, "schema_version": 3, "solution": false, "task": false}
# No error, no warning, and all the z at the wrong hives.
#
# ## 5. A function that guesses
#
# The local guide has 2N + 2 params. For sixty million hives that is a lot of memory; a hive that joins the valley
# tomorrow has none; and a hive that is in a batch once in a thousand steps learns slowly. But section 3 said that
# *every hive follows the same line*. So let the guide learn **the function** from a reading to its latent, in
# place of the latents one by one. Such a function is called an **encoder**, and the trick **amortisation**: the
# cost of learning is shared by all.
#
# An encoder is a `torch.nn.Module`, a thing with parameters and a method `forward`. Ours gets the readings and
# mu. Why mu? Because the guide draws mu first, and the exact $z_i$ lean on it: section 3 has `(1 - w) mu` in it.
#
# ## Task 4: the encoder · 3 points
#
# Write the class `Encoder(torch.nn.Module)`:
#
# - `Encoder()` takes no arguments. Two encoders share nothing.
# - `forward(y, mu)`: `y` has the shape [B], with B at least 1, and `mu` any shape that broadcasts with it: `()`,
#   `[B]` or `[P, 1]`. It **returns a tuple `(loc, scale)`**, both of the **broadcast shape**, with **scale
#   positive**.
# - Each loc and scale depends on **its own** reading and mu, and on no other reading of the batch.
# - It can become the line of section 3: the graders train it, with a loop of their own (Adam, 600 steps), to lines of
#   the form loc = a y + b mu + c with a fixed scale, and then ask at readings that it has not seen. There its loc has
#   to be **within 0.3 kg** and its scale **within 15 %**. So gradients must reach all that has to be learnt.
#
# A `torch.nn.Linear` from two numbers to one, and one parameter for the scale, are enough.
#
# <details><summary>Hint 1: what does a module look like?</summary>
#
# After `super().__init__()`, make the parts as attributes: `self.linear = torch.nn.Linear(2, 1)`.
# A single number to learn is `torch.nn.Parameter(torch.zeros(()))`. `forward` uses them.
#
# </details>
#
# <details><summary>Hint 2: how do two inputs get into one Linear?</summary>
#
# It looks at the last dim. `torch.broadcast_tensors(y, mu)` brings both to one shape, `torch.stack(…, -1)` puts them
# side by side in a new last dim of size 2. What comes out has a last dim of size 1, and `squeeze(-1)` takes it away.
#
# </details>
#
# <details><summary>Hint 3: a positive scale of the right shape</summary>
#
# `exp` makes any number positive, and `expand` gives it a shape.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "encoder", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Encoder(torch.nn.Module):
    """From readings y [B] and mu (that broadcasts) to the loc and scale of each z."""

    def __init__(self) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.linear = torch.nn.Linear(2, 1)
        self.log_scale = torch.nn.Parameter(torch.zeros(()))
        ### END SOLUTION

    def forward(
        self, y: torch.Tensor, mu: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The loc and the scale of z, both of the shape that y and mu broadcast to."""
        ### BEGIN SOLUTION
        both = torch.stack(torch.broadcast_tensors(y, mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "encoder_learns", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def encoded(make, y: torch.Tensor, mu: torch.Tensor) -> list[torch.Tensor]:
    """What a new encoder says: a loc and a scale."""
    pyro.set_rng_seed(3)
    return [part.detach() for part in make()(y, mu)]


def learnt(make, steps: int) -> list[float]:
    """Train a new encoder to loc = 0.5 y + mu - 1, scale 0.8; ask at y = 5, mu = 2."""
    encoder = make()
    optimiser = torch.optim.Adam(encoder.parameters(), lr=0.05)
    for _ in range(steps):
        y, mu = 3.0 * torch.randn(2, 16)
        loc, scale = encoder(y, mu)
        wanted = dist.Normal(0.5 * y + mu - 1.0, 0.8)
        gap = torch.distributions.kl_divergence(wanted, dist.Normal(loc, scale)).mean()
        optimiser.zero_grad()
        gap.backward()
        optimiser.step()
    return [part.item() for part in encoder(torch.tensor([5.0]), torch.tensor(2.0))]


with expect.check("The encoder", also="other lines, shapes and batches"):
    y = torch.tensor([1.0, 4.0, -3.0])
    several = torch.tensor([[2.0], [0.5]])
    for mu, shape in ((torch.tensor(2.0), (3,)), (several, (2, 3))):
        told = f"for readings of shape [3] and a mu of shape {list(mu.shape)}"
        both = expect.call(encoded, (Encoder, y, mu))
        expect.length(both, 2, f"what the encoder returned {told}")
        expect.shape(both[0], shape, f"the loc {told}")
        expect.shape(both[1], shape, f"the scale {told}")
        expect.that((torch.as_tensor(both[1]) > 0).all(), "A scale is not positive.")
    alone = expect.call(encoded, (Encoder, y[:1], torch.tensor(2.0)))
    among = expect.call(encoded, (Encoder, y, torch.tensor(2.0)))
    told = "the loc of a reading of 1 kg, among others and alone,"
    expect.close(among[0][0], alone[0][0], told)
    loc, scale = expect.call(learnt, (Encoder, 400))
    told = "the loc at y = 5, mu = 2, after training to 0.5 y + mu - 1,"
    expect.close(loc, 3.5, told, rtol=0.0, atol=0.3)
    expect.close(scale, 0.8, "the scale after training to 0.8", rtol=0.0, atol=0.15)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_amortised", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: the amortised guide · 3 points
#
# Write `amortised(encoder)`. It **returns a guide**, a function `guide(data, size)` for `hives`, that uses this
# encoder:
#
# - It registers the encoder's parameters under the name **`"encoder"`** by `pyro.module("encoder", encoder)`: one
#   statement in place of a `pyro.param` for each.
# - `"mu_loc"`, `"mu_scale"` and `"mu"` are those of the local guide.
# - In the plate `"data"`, like the model's, the latent `"z"` is Normal with the loc and scale that **the encoder
#   makes of the readings in the batch, as they are, and of the mu that the guide has just drawn**.
# - No other params, and no other site.
#
# The graders bring an encoder of their own.
#
# <details><summary>Hint 1: a function that returns a function?</summary>
#
# Define `guide` inside of `amortised`, indented, and return it by its name, without calling it. It can see `encoder`.
#
# </details>
#
# <details><summary>Hint 2: what goes into the encoder?</summary>
#
# Two things: the same indexed data that the model observes, and what `pyro.sample("mu", …)` returned.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "amortised", "locked": false, "schema_version": 3, "solution": true, "task": false}
def amortised(encoder: torch.nn.Module):
    """A guide for hives whose z come from encoder(readings, mu) -> (loc, scale)."""

    ### BEGIN SOLUTION
    def guide(data: torch.Tensor, size: int) -> None:
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        start = torch.tensor(1.0)
        mu_scale = pyro.param("mu_scale", start, constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids], mu)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "amortised_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
class Line(torch.nn.Module):
    """An encoder with numbers that are known: loc = 0.5 y + 2 mu - 1, scale 0.8."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = torch.nn.Parameter(torch.tensor([0.5, 2.0, -1.0]))

    def forward(self, y, mu):
        loc = self.weights[0] * y + self.weights[1] * mu + self.weights[2]
        return loc, torch.full_like(loc, 0.8)


line_point = {"data": batch, "mu": 1.5, "z": torch.tensor([1.0, 3.0])}


def with_line(make, data, size):
    """A run of the guide that amortised makes of this encoder."""
    make(Line())(data, size)


with expect.check("The amortised guide", also="other encoders, batches and data"):
    trace = expect.trace(with_line, (amortised, five, 2))
    names = ["encoder$$$weights", "mu_loc", "mu_scale"]
    expect.sites(trace, latent=["mu", "z"], observed=[], params=names)
    expect.site(trace, "mu", batch_shape=(), plates={})
    expect.site(trace, "z", batch_shape=(2,), event_shape=(), plates={"data": 2})
    asked = {"values": line_point, "params": {"mu_loc": 0.0, "mu_scale": 1.0}}
    held = expect.trace(with_line, (amortised, five, 2), **asked)
    told = "the log density of z at [1, 3], when mu is 1.5 and the batch [3, 1] of 5,"
    expect.close(held.sites["z"].log_prob, [-1.739499, -3.692624], told)
    told = "the log density of mu at 1.5, when mu_loc is 0 and mu_scale 1"
    expect.close(held.sites["mu"].log_prob, -2.043939, told)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_train", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. Training on batches
#
# The loop is the one you know. `svi.step(data, size)` hands both arguments to guide and model, and each step
# draws a new batch. The gradients now tremble for two reasons: the guide's draws, as always, and the batch. The
# second does not go away at the end, however good the guide is. So a learning rate that **falls** is no luxury
# here: while it is large the params travel, while it is small they average over many batches.
#
# ## Task 6: train · 5 points
#
# Write `train(model, guide, data, size, steps=600)`:
#
# - It **empties the param store first**, takes **exactly `steps` steps** of SVI with **batches of `size`** (model and
#   guide are called as `(data, size)`), and leaves the trained params in the store.
# - It **returns a list of `steps` plain floats**, what `svi.step` returned in each, in order, as it is.
#
# How you train is free, also the default number of steps. What counts is the **quality with the default**, for
# `hives` and a guide like the one of task 5, on 40 to 60 readings in batches of 20: the guide's mean of mu
# **within 0.3 posterior sds** of the exact one, its sd **within 15 %**; the encoder's loc, at mu's posterior mean
# and at readings up to 4 kg away from it, **within 0.25 kg** of the exact line; its scale **within 15 %**. This
# is enough for it, and the graders wait for many times this work:
#
#     ClippedAdam({"lr": 0.1, "lrd": 0.992})
#     Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
#
# (Chance plays a part, so a grader that is not content tries again, up to three times in all.)
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With your `train` of beyond_3. What does `svi.step` get now?
#
# </details>
#
# <details><summary>Hint 2: my mean of mu is off now and then</summary>
#
# Plot mu_loc over the steps. Does it still jump at the end? Then the learning rate is still too large there. Does
# it still travel? Then it fell too soon.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(
    model, guide, data: torch.Tensor, size: int, steps: int = 600
) -> list[float]:
    """Train a guide for a model on batches of data [N], from an empty param store.

    Returns the loss of each step, a list of floats; the store has the params.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    particles = {"num_particles": 10, "vectorize_particles": True}
    loss = Trace_ELBO(**particles, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.992}), loss)
    return [svi.step(data, size) for _ in range(steps)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "train_contract", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def watched(train, data: torch.Tensor, size: int) -> dict:
    """Four steps of train in a store with leftovers; the guide takes notes."""
    sizes = []

    def guide(data, size):
        sizes.append(size)
        place = pyro.param("place", torch.tensor(1.0))
        pyro.sample("mu", dist.Normal(place, 0.5))
        with pyro.plate("data", len(data), subsample_size=size):
            pyro.sample("z", dist.Normal(place, 1.0))

    pyro.clear_param_store()
    pyro.param("left_over", torch.tensor(7.0))
    losses = train(hives, guide, data, size, steps=4)
    names = sorted(pyro.get_param_store().keys())
    return {"losses": losses, "names": names, "sizes": sorted(set(sizes))}


with expect.check("train keeps its promises", also="other models, guides and sizes"):
    found = expect.call(watched, (train, five, 2))
    called = "train(hives, guide, five, 2, steps=4)"
    losses = expect.floats(found["losses"], f"what {called} returned", 4)
    expect.equal(found["names"], ["place"], f"the param store after {called}")
    expect.equal(found["sizes"], [2], f"the sizes with which {called} calls the guide")
    expect.that(losses[0] > 0, "The first loss is below 0: is it the ELBO itself?")

# %%
with expect.when_written("Encoder", "amortised", "train"):
    pyro.set_rng_seed(0)
    encoder = Encoder()
    losses = train(hives, amortised(encoder), gains, 20)
    end = {name: pyro.param(name).item() for name in ("mu_loc", "mu_scale")}

# %% nbgrader={"grade": true, "grade_id": "train_posterior", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def one_step(train, amortised, make) -> None:
    """A single step, to see that the three fit together."""
    train(hives, amortised(make()), gains, 20, steps=1)


def guesses(encoder, y: torch.Tensor, mu: float) -> list[torch.Tensor]:
    """What an encoder says of readings y, for one mu: a loc and a scale."""
    return [part.detach() for part in encoder(y, torch.tensor(mu))]


with expect.check("From batches to the posterior", also="other readings"):
    asked = {"values": line_point, "params": {"mu_loc": 0.0, "mu_scale": 1.0}}
    held = expect.trace(with_line, (amortised, five, 2), **asked)
    told = "This check needs a right `amortised`: look at Task 5 once more."
    expect.that(abs(held.log_density + 7.476062) < 1e-3, told)
    expect.call(one_step, (train, amortised, Encoder))
    told = "mu under your guide"
    mean, sd = end["mu_loc"], end["mu_scale"]
    expect.posterior(mean, sd, mu_mean, mu_sd, told, mean_within=0.3)
    places = torch.tensor([mu_mean - 4.0, mu_mean, mu_mean + 4.0])
    both = expect.call(guesses, (encoder, places, mu_mean))
    expect.length(both, 2, "what your encoder returned")
    loc, scale = both
    line = W * places + (1 - W) * mu_mean
    told = "the encoder's loc at three readings"
    expect.close(loc, line, told, rtol=0.0, atol=0.25)
    told = "the encoder's scale at three readings"
    expect.close(scale, torch.full((3,), Z_SD), told, rtol=0.15, atol=0.0)

# %% [markdown]
# (If you train a second time, make a new `Encoder()`. Emptying the param store makes Pyro forget the names; what
# the module has learnt stays in the module.)
#
# ## 7. Look at the line

# %%
with expect.when_written("Encoder", "amortised", "train"):
    unseen = torch.linspace(-4.0, 12.0, 81)
    loc, scale = guesses(encoder, unseen, mu_mean)
    line = W * unseen + (1 - W) * mu_mean

    figure, axes = plt.subplots(figsize=(7, 4))
    axes.plot(unseen, unseen, color="grey", linestyle=":", label="z = y")
    axes.axhline(mu_mean, color="grey", linestyle="-.", label="z = mu")
    axes.plot(unseen, line, color="black", label="exact")
    axes.plot(unseen, loc, "--", color=ORANGE, label="encoder")
    axes.fill_between(unseen, loc - scale, loc + scale, color=ORANGE, alpha=0.2)
    axes.plot(gains, W * gains + (1 - W) * mu_mean, "|", color=BLUE, label="the hives")
    axes.set(xlabel="reading y [kg]", ylabel="gain z [kg]", ylim=(-4, 12))
    axes.set(title="One line for every hive, seen or not")
    axes.legend()
    show.figure(
        figure,
        "The encoder's loc over readings from -4 to 12 kg lies on the exact line, "
        "which is flatter than z = y and crosses it at the valley's mean.",
    )
    worst = (loc - line).abs().max()
    print(f"the largest distance between encoder and exact line: {worst:.3f} kg")
    print(f"its scale: {scale.mean():.3f} (exact {Z_SD:.3f})")

# %% [markdown]
# A hive whose scale shows 10 kg has probably not gained 10 kg. The line says how far to pull it towards its valley:
# statisticians call it **shrinkage**. And the encoder says it for hives that it has never met.
#
# Now the two guides side by side, on the question about the valley. The local guide is trained on all hives at once:

# %%
with expect.when_written("local_guide", "train", "Encoder", "amortised"):
    pyro.set_rng_seed(0)
    train(hives, local_guide, gains, len(gains))
    local = [pyro.param(name).item() for name in ("mu_loc", "mu_scale")]
    params = sum(value.numel() for value in pyro.get_param_store().values())
    own = sum(value.numel() for value in encoder.parameters()) + 2
    rows = [
        ["exact", f"{mu_mean:.3f}", f"{mu_sd:.3f}", ""],
        ["amortised guide", f"{end['mu_loc']:.3f}", f"{end['mu_scale']:.3f}", own],
        ["local guide", f"{local[0]:.3f}", f"{local[1]:.3f}", params],
    ]
    show.table("mu under two guides", ["", "mean", "sd", "params"], rows)
    alone = (1.0 / PRIOR_SD**2 + len(gains) / TAU**2) ** -0.5
    print(f"the sd of mu if all z were known: {alone:.3f}")

# %% [markdown]
# The local guide is too sure of mu, by a lot, and more training will not help. It draws each z *without looking
# at the mu that it has drawn*, as AutoNormal did in step 14. Then mu has to be consistent with z that stay where
# they are, and is as narrow as if all the z were known: the number in the last line. The amortised guide hands mu
# on to the encoder, and so it can be exact. That had nothing to do with amortisation: it is a question of **which
# arrows the guide has**.
#
# Amortisation has a price of its own, though not here. An encoder can only say what its shape can say. Ours is a
# straight line, and so is the truth. In another model the truth is a curve, and then a line is off for every hive
# by a bit (the *amortisation gap*). Then one takes a larger network: in beyond_7 you will.
#
# ## What you can do now
#
# - Write a plate in both kinds, and say when there should be none.
# - Train on batches: index the data by what the plate hands you, and leave the scaling to it.
# - Say why model and guide need plates of the same name, and what happens, silently, if they have not.
# - Give each datum its own latent, with params of its own or by an encoder, and say what each of the two costs.
# - Use a `torch.nn.Module` in a guide by `pyro.module`.
# - See from the arrows of a guide whether it can be exact.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
