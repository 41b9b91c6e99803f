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

from autograder import expect

BELIEF, SPREAD = 4.0, 2.0  # the store on other days: usually about 4 degrees, give or take 2
NOISE = 0.5  # how far a reading usually is from the truth, in degrees: a scale, not a variance

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
    return dist.Normal((belief / spread**2 + readings.sum() / noise**2) / precision, precision**-0.5)


def on_a_grid(model, site, readings, grid):
    """The same from any model: its joint density along a grid, scaled to area 1."""
    joint = [expect.trace(model, (readings,), values={site: value}).log_density for value in grid]
    return torch.softmax(torch.tensor(joint), 0) / (grid[1] - grid[0])


lengths = torch.linspace(110.0, 130.0, 101)
plt.figure(figsize=(7, 3))
plt.plot(lengths, dist.Normal(120.0, 5.0).log_prob(lengths).exp(), color="lightgrey", label="before")
plt.plot(lengths, on_a_grid(table, "length", tape, lengths), color="tab:blue", label="after, from the model")
plt.plot(lengths, on_paper(tape, 120.0, 5.0, 1.0).log_prob(lengths).exp(), "k:", label="after, on paper")
plt.title("A table, before and after three readings")
plt.xlabel("length of the table [cm]")
plt.ylabel("density")
plt.legend()
plt.show()

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
with expect.check("One temperature, and a plate of readings", also="other numbers of readings"):
    trace = expect.trace(model, (torch.tensor([3.1, 2.4, 2.9]),))
    expect.sites(trace, latent=["temperature"], observed=["reading"])
    expect.site(trace, "temperature", plates={}, batch_shape=(), event_shape=())
    expect.site(trace, "reading", plates={"readings": 3}, batch_shape=(3,), event_shape=())

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("Two readings of 3 degrees speak for 3 degrees", also="each density, for other readings"):
    seen = torch.tensor([3.0, 3.0])
    at_3 = expect.trace(model, (seen,), values={"temperature": 3.0})
    at_4 = expect.trace(model, (seen,), values={"temperature": 4.0})
    expect.site(at_3, "temperature", family="Normal")
    more_likely = at_3.log_density > at_4.log_density
    expect.that(more_likely, "After two readings of 3, a temperature of 3 should be more likely than one of 4.")

# %% [markdown]
# ## What your model says
#
# The posterior from your model and the one on paper should lie on top of each other.

# %%
today = torch.tensor([2.9, 3.4, 2.6, 3.0])
degrees = torch.linspace(-1.0, 9.0, 101)
plt.figure(figsize=(7, 3))
plt.plot(degrees, dist.Normal(BELIEF, SPREAD).log_prob(degrees).exp(), color="lightgrey", label="before")
plt.plot(degrees, on_a_grid(model, "temperature", today, degrees), color="tab:blue", label="after, from your model")
plt.plot(degrees, on_paper(today, BELIEF, SPREAD, NOISE).log_prob(degrees).exp(), "k:", label="after, on paper")
plt.title("The cold store, before and after four readings")
plt.xlabel("temperature [degrees]")
plt.ylabel("density")
plt.legend()
plt.show()

# %% [markdown]
# ## What you can do now
#
# - Write a model with one unknown number and several readings of it.
# - Get a posterior from nothing but the model's log joint, and hold it against the one on paper.
