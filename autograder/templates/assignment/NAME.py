# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # TITLE
#
# | | |
# |---|---|
# | **Goal** | Say in a model what you believe before the data and how the data arise, and find out what follows. |
# | **Minutes** | 20 |
# | **Prerequisites** | none |
#
# The thermometer of a cold store is old: read it twice, and you get two numbers. How cold is it in there? You have a
# belief from other days, and a few readings of today. A model puts both together.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch

from autograder import expect, show

BELIEF, SPREAD = 4.0, 2.0  # the store on other days: about 4 degrees, give or take 2
NOISE = 0.5  # how far a reading usually is from the truth: a scale, not a variance

# %% [markdown]
# ## An example: a table, measured three times
#
# A carpenter says that his tables are about 120 cm long, give or take 5. A tape is read to about 1 cm. In Pyro the
# unknown length is a sample site of its own. The readings share it, and are independent once it is given: they stand in
# a **plate**, and `obs` says what was seen.


# %%
def table(readings):
    length = pyro.sample("length", dist.Normal(120.0, 5.0))
    with pyro.plate("measured", len(readings)):
        pyro.sample("reading", dist.Normal(length, 1.0), obs=readings)


tape = torch.tensor([124.1, 122.7, 123.3])
print(expect.trace(table, (tape,)).shapes)

# %% [markdown]
# What do we know about the length after three readings? Hold `length` at many values and ask the model how well each
# goes together with what was seen: its log joint. Scaled so that the area is 1, that is the posterior. Here it is also
# known on paper: a normal belief and normal readings give a normal posterior, in which precisions (1 / scale²) add up.


# %%
def on_paper(readings, belief, spread, noise):
    """The posterior of the unknown number: a Normal."""
    precision = 1 / spread**2 + len(readings) / noise**2
    middle = (belief / spread**2 + readings.sum() / noise**2) / precision
    return dist.Normal(middle, precision**-0.5)


def on_a_grid(model, site, readings, grid):
    """The same from any model: its joint density along a grid, scaled to area 1."""
    traces = [expect.trace(model, (readings,), values={site: value}) for value in grid]
    joint = torch.tensor([trace.log_density for trace in traces])
    return torch.softmax(joint, 0) / (grid[1] - grid[0])


def picture(grid, before, after, paper, xlabel):
    """A belief before the readings and after them, from a model and on paper."""
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    axes.plot(grid, before.log_prob(grid).exp(), color="#717171", label="before")
    axes.plot(grid, after, color="tab:blue", label="after, from the model")
    axes.plot(grid, paper.log_prob(grid).exp(), "k:", label="after, on paper")
    axes.set(xlabel=xlabel, ylabel="density")
    axes.legend()
    top = float(grid[after.argmax()])
    said = f"Before: a wide curve around {float(before.mean):g}."
    said += f" After: a narrow one with its top at {top:.2f};"
    said += f" on paper its middle is at {float(paper.mean):.2f}."
    show.figure(figure, said)


lengths = torch.linspace(110.0, 130.0, 101)
after = on_a_grid(table, "length", tape, lengths)
paper = on_paper(tape, 120.0, 5.0, 1.0)
picture(lengths, dist.Normal(120.0, 5.0), after, paper, "length of the table [cm]")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task: the cold store
#
# Write `model(readings)`, which gets a tensor of one or more readings, shape `[n]`. It has
#
# - a latent sample site `"temperature"`, one number of shape `()`: normal, with its middle at `BELIEF` and the scale
#   `SPREAD`;
# - in a plate `"readings"` of size n, an observed sample site `"reading"`: normal, with its middle at the temperature
#   and the scale `NOISE`.
#
# It may return what you like.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Compare the task with `table` in the example: which name and which number there has become which here?
#
# </details>
#
# <details><summary>Hint 2: what belongs inside of the plate?</summary>
#
# What is made anew for each reading stands inside, indented. What all readings share stands before the plate.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(readings: torch.Tensor):
    """The store's temperature, and readings of it.

    Args:
        readings: what the thermometer showed, shape [n].
    """
    ### BEGIN SOLUTION
    temperature = pyro.sample("temperature", dist.Normal(BELIEF, SPREAD))
    with pyro.plate("readings", len(readings)):
        pyro.sample("reading", dist.Normal(temperature, NOISE), obs=readings)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "model_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
what = "One temperature, and a plate of readings"
with expect.check(what, also="other numbers of readings"):
    trace = expect.trace(model, (torch.tensor([3.1, 2.4, 2.9]),))
    expect.sites(trace, latent=["temperature"], observed=["reading"])
    expect.site(trace, "temperature", plates={}, batch_shape=(), event_shape=())
    plates = {"readings": 3}
    expect.site(trace, "reading", plates=plates, batch_shape=(3,), event_shape=())

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
what = "Two readings of 3 degrees speak for 3 degrees"
with expect.check(what, also="each density, for other readings"):
    seen = torch.tensor([3.0, 3.0])
    at_3 = expect.trace(model, (seen,), values={"temperature": 3.0})
    at_4 = expect.trace(model, (seen,), values={"temperature": 4.0})
    more_likely = at_3.log_density > at_4.log_density
    said = "After two readings of 3, the temperature 3 should be likelier than 4."
    expect.that(more_likely, said)

# %% [markdown]
# ## What your model says
#
# The posterior from your model and the one on paper should lie on top of each other.

# %%
today = torch.tensor([2.9, 3.4, 2.6, 3.0])
degrees = torch.linspace(-1.0, 9.0, 101)
with expect.when_written("model"):
    after = on_a_grid(model, "temperature", today, degrees)
    paper = on_paper(today, BELIEF, SPREAD, NOISE)
    picture(degrees, dist.Normal(BELIEF, SPREAD), after, paper, "temperature [degrees]")

# %% [markdown]
# ## What you can do now
#
# - Write a model with one unknown number and several readings of it.
# - Get a posterior from nothing but the model's log joint, and hold it against the one on paper.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
