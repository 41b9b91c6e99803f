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
from IPython.display import display
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # standard deviation of one reading's error

# %% [markdown]
# ## A picture first
#
# This is the program that you are going to write: one level `mu`, and a plate of readings `y` that each depend on it.

# %%
target = show.sketch(
    {"mu": "param", "y": "observed"}, parents={"y": ["mu"]}, plates={"N": ["y"]}
)
target

# %% [markdown]
# And this is what comes out of it. The red line is the level, each dot is one reading. It lies above or below the level,
# whatever the others do, and rarely farther away than twice NOISE, where the outer two marks on the axis are:

# %%
readings = 3.0 + NOISE * torch.randn(24, generator=torch.Generator().manual_seed(1))
figure, axes = plt.subplots(figsize=(6, 2.8))
axes.axhline(3.0, color="tab:red")
axes.plot(readings, "o", color="tab:blue")
marks = (3 - 2 * NOISE, 3, 3 + 2 * NOISE)
axes.set(xlabel="hour", ylabel="height", xticks=range(0, 25, 6), yticks=marks)
show.figure(
    figure,
    "24 readings, one an hour, scattered above and below a level line at 3.",
)
far = (readings - 3.0).abs() > 2 * NOISE
print("readings farther away than twice NOISE:", int(far.sum()), "of", len(far))

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
# site (step 4 is about it), and `format_shapes` prints a table. The plate has a row of its own in it: `dice`. And in
# the row of `face` its size stands to the left of the bar `|`: a **batch** of three values, not one value with three
# parts. Batch *and* plate together say: three independent values. `show.model` of this kit draws the same fact, from the
# program itself.

# %%
print(poutine.trace(three_dice).get_trace().format_shapes())
show.model(three_dice)

# %% [markdown]
# ## The same numbers without a plate
#
# It is possible to draw several values at once with no plate at all. The numbers look the same. But compare the two
# tables below with the one above. In the first, the 3 stands to the left of the bar as before, but the *row* of the plate
# is missing: it is a batch, and nobody has said that its values are independent. In the second, `to_event(1)` moved the
# 3 to the *right* of the bar: now the three are one single value with three parts. So look for two things in such a
# table: a row for the plate, and the side of the bar. Inference treats these programs differently, so the difference will
# matter to you soon.


# %%
def no_plate() -> torch.Tensor:
    """Three faces, but nothing says that they are independent."""
    return pyro.sample("face", dist.Categorical(torch.ones(6) / 6).expand([3]))


def one_vector() -> torch.Tensor:
    """One value with three parts."""
    faces = dist.Categorical(torch.ones(6) / 6).expand([3])
    return pyro.sample("face", faces.to_event(1))


for program in (no_plate, one_vector):
    print(program.__name__)
    print(poutine.trace(program).get_trace().format_shapes())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: the gauge · 9 points
#
# Write `model(data=None, n_obs=None)`:
#
# - `mu` is a parameter, `pyro.param("mu", torch.tensor(0.0))`, as in steps 1 and 2;
# - a plate named `"N"`;
# - in it a sample site named `"y"`, Normal with mean `mu` (`mu` itself, not a copy of its number, as in step 2) and
#   standard deviation `NOISE`;
# - when `data` is given, a float tensor of shape `[n]` with `n` from 1 on, the site is observed with it;
# - the model returns the value of `y`, shape `[n]`.
#
# How long is the plate?
#
# - When `data` is given, **the data decide**, whatever `n_obs` says.
# - When only `n_obs` is given, a whole number from 1 on, it is `n_obs`, and `y` is drawn, anew in each call. So leave the
#   random seed alone.
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
# its distribution is that of one reading: a plain `Normal` made of two single numbers, `mu` and `NOISE`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """Independent readings of one gauge.

    They are Normal around the param ``mu`` with the standard deviation NOISE.

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
with expect.when_written("model"):
    pyro.clear_param_store()
    three = torch.tensor([1.0, 2.5, 4.0])
    print("drawn:   ", model(n_obs=4))
    print("observed:", model(three))
    print(poutine.trace(model).get_trace(n_obs=4).format_shapes())
    display(show.beside(target, show.model(model, (three,))))

# %% [markdown] nbgrader={"grade": false, "grade_id": "checks", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Checks
#
# Run these as often as you like. They look at a few simple cases; the grading looks at others. "Run All" stops at the
# first check that does not pass yet.

# %% nbgrader={"grade": true, "grade_id": "model_plate", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("y stands in a plate N", also="other data, and no data"):
    trace = expect.trace(model, (torch.tensor([1.0, 2.5, 4.0]),))
    expect.site(trace, "y", plates={"N": 3}, batch_shape=(3,), event_shape=())

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Readings are observed, and spread around the param mu",
    also="the density at other mu and of other readings",
):
    three = torch.tensor([1.0, 2.5, 4.0])
    trace = expect.trace(model, (three,))
    expect.sites(trace, latent=[], observed=["y"], params=["mu"])
    expect.site(trace, "y", family="Normal")
    fives = torch.full((3,), 5.0)
    at_mu = expect.trace(model, (fives,), params={"mu": 5.0}).log_density
    look = "Is NOISE given to `Normal` as it is? Does y follow mu in the param store?"
    expect.that(at_mu > -4.85, "y is spread too widely around mu.", look=look)
    expect.that(at_mu < -4.82, "y is not spread widely enough around mu.", look=look)
    run = poutine.trace(model)
    expect.that(
        expect.call(lambda: run.get_trace(three).log_prob_sum().requires_grad),
        "The distribution of y is made from a copy of mu's number, not from mu itself.",
    )

# %% nbgrader={"grade": true, "grade_id": "model_draws", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Without data, n_obs readings are drawn", also="other lengths"):
    trace = expect.trace(model, kwargs={"n_obs": 4})
    expect.site(trace, "y", observed=False)
    expect.shape(trace.returned, (4,), "what model(n_obs=4) returned")
    what = "what model(n_obs=4) returned, next to what was drawn at y"
    expect.close(trace.returned, trace.sites["y"].value, what)
    again = expect.trace(model, kwargs={"n_obs": 4}, seed=1)
    expect.differ(trace.returned, again.returned, "what two runs of model drew")

# %% nbgrader={"grade": true, "grade_id": "model_length", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The data decide the length", also="other data, and other n_obs"):
    three = torch.tensor([1.0, 2.5, 4.0])
    for n_obs in (3, 5, 2):
        trace = expect.trace(model, (three,), {"n_obs": n_obs})
        expect.site(trace, "y", observed=True)
        expect.close(trace.returned, three, f"what model(data, n_obs={n_obs}) returned")

# %% nbgrader={"grade": true, "grade_id": "model_error", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("Neither data nor n_obs is an error that says so"):
    words = ("data", "n_obs")
    expect.raised(expect.error(model), "ValueError", "model()", mentions=words)

# %% [markdown]
# ## What you can do now
#
# - You can say in a program that values are independent, and read it off the table of shapes: a row for the plate, its
#   size on the left of the bar in the row of the site; the parts of one value stand on the right.
# - You can write a model that draws when it has no data and observes when it has.
# - You know why `expand` alone and `to_event` are not the same as a plate, although they print the same numbers.
#
# Next, step 4 looks inside the trace that you printed here.

# %%
expect.overview()  # how far are you? run this cell whenever you like
