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
# # Step 3 · Plates
#
# | | |
# |---|---|
# | **Goal** | Say in a model that many observations are independent, and let the data decide how many there are. |
# | **Minutes** | 30 |
# | **Prerequisites** | step_01, step_02 |
#
# A gauge on a river is read once an hour. Each reading is the true level plus an error, and the errors have nothing
# to do with each other. So far a model of yours made *one* random number. Now it makes a whole day of them, and it
# should say out loud what you just read: *given the level, the readings are independent*.
#
# Pyro's word for that is a **plate**. The name comes from diagrams in which repeated variables are drawn on a plate,
# with the number of repetitions in its corner.

# %%
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # standard deviation of one reading's error

# %% [markdown]
# ## A picture first
#
# This is the program that you are going to write: one level `mu`, and a plate of readings `y` that each depend on it.

# %%
target = show.sketch({"mu": "param", "y": "observed"}, parents={"y": ["mu"]}, plates={"N": ["y"]})
target

# %% [markdown]
# And this is what comes out of it. The red line is the level, each dot is one reading. It lies above or below the level,
# whatever the others do, and rarely farther away than twice NOISE:

# %%
readings = 3.0 + NOISE * torch.randn(24, generator=torch.Generator().manual_seed(1))
figure, axes = plt.subplots(figsize=(6, 2.8))
axes.axhline(3.0, color="tab:red")
axes.plot(readings, "o")
axes.set(xlabel="hour", ylabel="height", xticks=range(0, 25, 6), yticks=(3 - 2 * NOISE, 3, 3 + 2 * NOISE))
plt.show()

# %% [markdown]
# ## What a plate does
#
# `pyro.plate(name, size)` is used in a `with` statement. Every `pyro.sample` inside it is drawn `size` times,
# independently. You write the distribution of *one* value; the plate repeats it. Here are dice, not gauges:


# %%
def three_dice() -> torch.Tensor:
    """Three independent dice; returns their faces, numbered from 0, shape [3]."""
    with pyro.plate("dice", 3):
        return pyro.sample("face", dist.Categorical(torch.ones(6) / 6))


pyro.set_rng_seed(4)
print(three_dice())

# %% [markdown]
# How does Pyro know that the faces are independent? Ask it. `poutine.trace` runs the program and writes down every
# site (step 4 is about it), and `format_shapes` prints a table. The plate's size stands to the left of the bar `|` in the row of the
# site: a **batch** of independent values, not one value with several parts. `show.model` of this kit draws the same
# fact, from the program itself.

# %%
print(poutine.trace(three_dice).get_trace().format_shapes())
show.model(three_dice)

# %% [markdown]
# ## The same numbers without a plate
#
# It is possible to draw several values at once with no plate at all. The numbers look the same. But compare the two
# tables below with the one above: the first has no plate, so nobody has said that the values are independent. In the second,
# `to_event(1)` moved the 3 to the *right* of the bar: now the three are one single value with three parts.
# Inference treats these programs differently, so the difference will matter to you soon.


# %%
def no_plate() -> torch.Tensor:
    """Three faces, but nothing says that they are independent."""
    return pyro.sample("face", dist.Categorical(torch.ones(6) / 6).expand([3]))


def one_vector() -> torch.Tensor:
    """One value with three parts."""
    return pyro.sample("face", dist.Categorical(torch.ones(6) / 6).expand([3]).to_event(1))


for program in (no_plate, one_vector):
    print(program.__name__)
    print(poutine.trace(program).get_trace().format_shapes())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Your task: the gauge
#
# Write `model(data=None, n_obs=None)`:
#
# - `mu` is a parameter, `pyro.param("mu", torch.tensor(0.0))`, as in steps 1 and 2;
# - a plate named `"N"`;
# - in it a sample site named `"y"`, Normal with mean `mu` (`mu` itself, not a copy of its number, as in step 2) and
#   standard deviation `NOISE`;
# - when `data` is given, a float tensor of shape `[n]`, the site is observed with it;
# - the model returns the value of `y`, shape `[n]`.
#
# How long is the plate?
#
# - When `data` is given, **the data decide**, whatever `n_obs` says.
# - When only `n_obs` is given, it is `n_obs`, and `y` is drawn.
# - When both are `None`, nobody has said how many readings there are: raise a `ValueError` whose text names both
#   `data` and `n_obs`.
#
# <details><summary>Hint 1: where to begin</summary>
#
# Settle the length first, in plain Python, before any Pyro statement. There are three cases, in the order of the list above.
#
# </details>
#
# <details><summary>Hint 2: one site for both uses</summary>
#
# You do not need two `pyro.sample` statements. `obs=None` means "not observed: draw it".
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `len(data)` gives the length of a one-dimensional tensor. The body of the `with pyro.plate(...)` block is a single line, and
# its distribution is that of one reading: a plain `Normal` with a scalar mean.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """Readings of one gauge: independent, Normal around the param ``mu`` with standard deviation NOISE.

    Args:
        data: observed readings, shape [n], or None to draw them.
        n_obs: how many to draw where there are no data.

    Returns:
        The readings ``y``, shape [n].

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
        raise ValueError("the number of observations is unknown: give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% [markdown]
# Try it before you check it. What do you expect in each line?
#
# A warning that begins with "trying to observe a value outside of inference" may appear. You met it in step 2: Pyro wonders why anybody would call
# an observed model by hand. It does no harm.

# %%
try:
    pyro.clear_param_store()
    print("drawn:   ", model(n_obs=4))
    print("observed:", model(torch.tensor([1.0, 2.5, 4.0])))
    print(poutine.trace(model).get_trace(n_obs=4).format_shapes())
    yours = show.beside(target, show.model(model, (torch.tensor([1.0, 2.5, 4.0]),)))
except NotImplementedError:
    yours = "model is still a stub"
yours

# %% [markdown] nbgrader={"grade": false, "grade_id": "checks", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Checks
#
# Run these as often as you like. They look at a few simple cases; the grading looks at others. "Run All" stops at the
# first check that does not pass yet.

# %% nbgrader={"grade": true, "grade_id": "model_plate", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("y is observed and stands in a plate N", also="other data, and no data"):
    trace = expect.trace(model, (torch.tensor([1.0, 2.5, 4.0]),))
    expect.site(trace, "y", observed=True, plates={"N": 3}, batch_shape=(3,), event_shape=())

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Readings spread around the param mu", also="the density at other mu, and copies of mu"):
    trace = expect.trace(model, (torch.tensor([1.0, 2.5, 4.0]),))
    expect.sites(trace, latent=[], observed=["y"], params=["mu"])
    expect.site(trace, "y", family="Normal")

# %% nbgrader={"grade": true, "grade_id": "model_draws", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Without data, n_obs readings are drawn", also="other lengths, and a second run"):
    trace = expect.trace(model, kwargs={"n_obs": 4})
    expect.site(trace, "y", observed=False, plates={"N": 4})
    expect.shape(trace.returned, (4,), "what model(n_obs=4) returned")

# %% nbgrader={"grade": true, "grade_id": "model_length", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The data decide the length", also="an n_obs that says something else"):
    trace = expect.trace(model, (torch.tensor([1.0, 2.5, 4.0]),), {"n_obs": 3})
    expect.site(trace, "y", observed=True, plates={"N": 3})

# %% nbgrader={"grade": true, "grade_id": "model_error", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("Neither data nor n_obs is an error that says so"):
    expect.raised(expect.error(model), "ValueError", "model()", mentions=("data", "n_obs"))

# %% [markdown]
# ## What you can do now
#
# - You can say in a program that values are independent, and read it off the table of shapes: batch on the left of the bar, event on the right.
# - You can write a model that draws when it has no data and observes when it has.
# - You know why `expand` alone and `to_event` are not the same as a plate, although they print the same numbers.
#
# Next, step 4 looks inside the trace that you printed here.
