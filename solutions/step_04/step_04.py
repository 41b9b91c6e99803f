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
# # Step 4 · Tracing a program
#
# | | |
# |---|---|
# | **Goal** | Record one run of a model, and read off what happened in it and how likely that was |
# | **Minutes** | 30 |
# | **Prerequisites** | step_01, step_02, step_03 |

# %% [markdown]
# ## A black box
#
# Every airliner carries a flight recorder, the "black box". It does not fly the plane. It sits in the tail and
# writes down what happens, so that somebody can read it afterwards: at which moment, which instrument, which value.
#
# A run of a model is like a flight. Things happen in it: parameters are asked for, numbers are drawn, data are
# observed. In the end the function returns one value, and everything else is gone. But nearly all that Pyro does
# for you, from scoring data to learning from them, needs to know what happened *inside*. So Pyro has a black box
# too. It is called a **trace**. You have met it in passing in each of the first three steps; now you learn to read
# it.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.poutine.util import site_is_subsample

from autograder import expect, show

NOISE = 2.0  # standard deviation of one reading's error


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """The gauge of step 3: y ~ Normal(mu, NOISE) in plate "N". data and y: [n]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: how many readings are there?")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs if data is None else len(data)):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% [markdown]
# ## 1. Switching the recorder on
#
# The gauge comes later. For the examples we go to a bakery. The oven is never quite as hot as it should be, and the
# hotter it is, the more water the loaves lose. The baker puts some loaves on the scales, or lets the program make
# up their weights.


# %%
def bakery(weighed: torch.Tensor | None = None, n_loaves: int = 3) -> str:
    """One morning; returns what the baker says. weighed: grams, [n], or None."""
    usual = pyro.param("usual", torch.tensor(500.0))
    oven = pyro.sample("oven", dist.Normal(220.0, 5.0))
    middle = usual - 2.0 * (oven - 220.0)
    with pyro.plate("loaves", n_loaves if weighed is None else len(weighed)):
        weight = pyro.sample("weight", dist.Normal(middle, 10.0), obs=weighed)
    return "fine bread today" if weight.mean() > 490.0 else "a bit dry today"


pyro.clear_param_store()
pyro.set_rng_seed(2)
print(bakery())

# %% [markdown]
# That is all that an ordinary call tells. How hot was the oven? What did the loaves weigh? To find out, run the
# same function with the recorder on. That takes three words:
#
#     morning = poutine.trace(bakery).get_trace()
#
# - `poutine.trace(bakery)` is the function with a recorder attached. Nothing has run yet.
# - `.get_trace(...)` runs it **once**, with the arguments that you put into *its* brackets, and gives you the
#   recording. So where you would call `bakery(n_loaves=5)`, you ask for
#   `poutine.trace(bakery).get_trace(n_loaves=5)`.
# - The recording is a **trace**. Its `nodes` are a dictionary with one entry for each thing that happened, in the
#   order in which it happened.

# %%
pyro.set_rng_seed(2)  # the same morning as above
morning = poutine.trace(bakery).get_trace()
for name, node in morning.nodes.items():
    print(f"{name:8} has the type {node['type']:8} and the value", node.get("value"))

# %% [markdown]
# Here is the whole morning. Six things were written down:
#
# - `_INPUT` and `_RETURN` are the recorder's own notes: which arguments went in, what came out.
# - `usual` has the type `param`: it was asked for, not drawn.
# - `oven` and `weight` have the type `sample`: they are your sample sites, in the order of the program.
# - `loaves` is the plate. Its type is `sample` as well, which is a surprise, and its value is a list of indices. We
#   come to that in a minute.
#
# A picture of the tape:


# %%
def kind_of(node):
    """What an entry of a trace is, in one word."""
    if node["type"] != "sample":
        return node["type"]
    if site_is_subsample(node):
        return "plate"
    return "observed" if node["is_observed"] else "drawn"


def draw_tape(trace, title):
    """Draw the entries of a trace from left to right, coloured by what they are."""
    colours = {"args": "lightgrey", "return": "lightgrey", "param": "moccasin"}
    colours |= {"plate": "white", "drawn": "lightskyblue", "observed": "palegreen"}
    kinds = {name: kind_of(node) for name, node in trace.nodes.items()}
    figure, axes = plt.subplots(figsize=(9, 1.9))
    for place, (name, kind) in enumerate(kinds.items()):
        paint = {"facecolor": colours[kind], "edgecolor": "black"}
        axes.add_patch(plt.Rectangle((place, 0), 0.9, 1, **paint))
        middle = {"ha": "center", "va": "center"}
        axes.text(place + 0.45, 0.65, name, fontsize=12, **middle)
        axes.text(place + 0.45, 0.25, kind, fontsize=9, style="italic", **middle)
    axes.set(xlim=(-0.1, len(kinds)), ylim=(-0.05, 1.05), title=title)
    axes.axis("off")
    boxes = ", ".join(f"{name} ({kind})" for name, kind in kinds.items())
    show.figure(figure, f"{title}. Boxes in a row, in the order of the run: {boxes}.")


draw_tape(morning, "bakery(): the oven and the weights are drawn")
weighed = torch.tensor([488.0, 495.0])
observed = poutine.trace(bakery).get_trace(weighed)
draw_tape(observed, "bakery(weighed): the weights are observed")

# %% [markdown]
# **Try it:** before you run a cell with it, write down the tape of `model` in the first code cell, called with
# `n_obs=4`. How many entries, and of which types?
#
# ## 2. One entry
#
# Each entry is a dictionary of its own. For a sample site the interesting keys are these:

# %%
node = morning.nodes["weight"]
for key in ("type", "name", "fn", "is_observed", "value"):
    print(f"{key:12}", node[key])

# %% [markdown]
# `value` is what the site got, whether drawn or observed; `fn` is the distribution; `is_observed` tells the two
# cases apart. So the values that this run gave to its random variables are all in there. One only has to pick the
# right entries.
#
# And the plate? A plate can be asked to look at a random part of its members only (step 5 does that). So Pyro
# treats it as something that draws *indices*, and files it under `sample`. It is not a random variable of your
# model. The list `stochastic_nodes`, which you saw in step 1, does not know the difference. There is a question of
# Pyro's that tells the two apart:

# %%
print("stochastic_nodes:", morning.stochastic_nodes)
for name, node in morning.nodes.items():
    if node["type"] == "sample":
        print(f"{name:8} is the helper of a plate: {site_is_subsample(node)}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_values", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: read the values · 4 points
#
# Write `values_of(trace)`: what did the sample sites get in this run?
#
# - `trace` is a finished trace of *any* model, as `get_trace` returns it: other names, other shapes, any number of
#   sites.
# - It **returns a dictionary** from the name of each **sample site** to its value. Drawn and observed sites both
#   belong in it.
# - What is not a random variable does not belong in it: no parameters, no plates, no `_INPUT` and `_RETURN`. So a
#   trace without sample sites gives an empty dictionary.
# - Each value is **the tensor that stands in the trace**, with its shape. Nothing is drawn again, and the trace is
#   left as it is.
#
# For the morning in section 1, the keys would be `"oven"` and `"weight"`.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Start from the loop that prints the tape in section 1. Instead of printing, put what you need into a dictionary.
#
# </details>
#
# <details><summary>Hint 2: which entries?</summary>
#
# Two questions must be asked of each entry: is its type the one of sample sites, and is it really one, or the
# helper of a plate? The last cell of section 2 asks both.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A dictionary comprehension does it: name and value, for each item of `trace.nodes`, if the type is right and
# `site_is_subsample` says no.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "values_of", "locked": false, "schema_version": 3, "solution": true, "task": false}
def values_of(trace: poutine.Trace) -> dict[str, torch.Tensor]:
    """The value of each sample site of a trace, drawn or observed, by name.

    No parameters, no plates, nothing of the recorder's own notes.

    >>> values_of(poutine.trace(model).get_trace(torch.tensor([1.0, 2.5])))
    {'y': tensor([1.0000, 2.5000])}
    """
    ### BEGIN SOLUTION
    return {
        name: node["value"]
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "values_names", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The keys are the names of the sample sites", also="traces of other models"
):
    for weighed in (None, torch.tensor([488.0, 495.0])):
        recorded = poutine.trace(bakery).get_trace(weighed)
        what = f"what values_of returned for a trace of bakery({weighed})"
        values = expect.call(values_of, (recorded,))
        expect.dictionary(values, what, ["oven", "weight"])

# %% nbgrader={"grade": true, "grade_id": "values_tensors", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The values are the tensors of the trace", also="traces of other models"
):
    recorded = poutine.trace(bakery).get_trace(torch.tensor([488.0, 495.0]))
    what = "what values_of returned for a trace of bakery(weighed)"
    values = expect.dictionary(expect.call(values_of, (recorded,)), what)
    found = {name: values[name] for name in ("oven", "weight") if name in values}
    expect.that(bool(found), "There is no value for 'oven' and none for 'weight'.")
    for name, value in found.items():
        is_tensor = isinstance(value, torch.Tensor)
        expect.that(is_tensor, f"The value of '{name}' should be a tensor.")
        stands = recorded.nodes[name]["value"].detach()
        expect.close(value, stands, f"the value of '{name}'")

# %% [markdown] nbgrader={"grade": false, "grade_id": "score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. How likely was this run?
#
# A trace knows the distribution and the value of every site, so it can tell how likely the whole run was. By the
# rules of probability the density of a run is a *product*: how likely the oven, times how likely the first loaf
# given this oven, times the second, and so on. The logarithm of a product is a *sum*. So `log_prob_sum()` adds up
# the log density of every sample site, and within a plate that of every member.
#
# The single terms are there as well, but not until somebody asks: `compute_log_prob()` works them out and writes
# them into the entries, under the key `log_prob`.

# %%
morning.compute_log_prob()
oven, weight = (morning.nodes[name]["log_prob"].detach() for name in ("oven", "weight"))
print("oven:   ", oven)
print("weight: ", weight)
print(f"added up:       {oven + weight.sum():.4f}")
print(f"log_prob_sum(): {morning.log_prob_sum():.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "one_run", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A parameter has no log density: it is not drawn, so it cannot be likely or unlikely.
#
# ## 4. One trace, one run
#
# Every `get_trace` is a new flight. Two traces of the same model tell of two different mornings, and nothing that
# is read from one of them is true of the other:

# %%
pyro.set_rng_seed(4)
for _ in range(3):
    another = poutine.trace(bakery).get_trace()
    oven, score = another.nodes["oven"]["value"].item(), another.log_prob_sum().item()
    print(f"oven at {oven:5.1f} degrees, log density of the run {score:7.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_pair", "locked": true, "schema_version": 3, "solution": false, "task": false}
# So if you want two facts about *one* morning, read both from *one* trace. It sounds obvious, and it is one of the
# most frequent mistakes in Pyro programs: a value is taken from one run, its score from another, and no error
# message ever tells.
#
# ## Task 2: two facts about one run · 5 points
#
# Write `mean_and_log_prob(model, n)`:
#
# - `model` is a function like the gauge: it takes `data=None` and `n_obs=None`, and has a sample site `"y"` with
#   `n_obs` values. It need not be the gauge: it may have further sample sites and parameters, and it may return
#   whatever it likes. (Inside your function, `model` is the argument, not the gauge from the first code cell.)
# - It runs `model` **exactly once**, without data and with `n_obs=n`; `n` is a whole number, 1 or more.
# - It **returns a pair** of plain Python floats: the *mean* of the values at `"y"`, and the log density of the
#   **whole run**, which is a *sum* over all sample sites and all members of the plate.
#
# <details><summary>Python stops with an error that I do not understand</summary>
#
# | the last line of the error says | what to look at |
# |---|---|
# | `'Tensor' object has no attribute 'nodes'` | `poutine.trace(model)(...)` is a call that returns the model's value: ask for `.get_trace(...)` |
# | `'TraceHandler' object has no attribute 'nodes'` | the recorder is attached, but nothing has run: `.get_trace(...)` is missing |
# | `object of type 'int' has no len()` | the first argument of `model` is `data`: give `n_obs` by its name |
# | `KeyError: 'log_prob'` | the terms are not there before `compute_log_prob()` (the sum does not need it) |
#
# </details>
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With one line that makes one trace, and keep it in a variable. Everything else is read from that variable.
#
# </details>
#
# <details><summary>Hint 2: the mean of what?</summary>
#
# What the model returns may be anything, as in the bakery. What was drawn at `"y"` stands in the entry of that
# name.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Three lines: make the trace; take the mean of the value of the node `"y"`; return that and the trace's
# `log_prob_sum()`, each made a float by `.item()`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "mean_and_log_prob", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mean_and_log_prob(model, n: int) -> tuple[float, float]:
    """Run model(n_obs=n) once: the mean of its site "y", the log density of the run.

    >>> mean_and_log_prob(model, 4)
    (0.7301..., -8.1252...)     # other numbers each time
    """
    ### BEGIN SOLUTION
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item()
    ### END SOLUTION


# %% [markdown]
# Your function should work for any model with the right arguments. So the checks below try it on another one than
# the gauge: `lake` has two sample sites, it returns neither of them, and it keeps a note of each of its runs.

# %% nbgrader={"grade": false, "grade_id": "lake", "locked": true, "schema_version": 3, "solution": false, "task": false}
notes = []  # for each run of lake: its y, and the log density of the run


def lake(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """Readings around a level that is drawn, too. data: [n], or None to draw n_obs."""
    level = pyro.sample("level", dist.Normal(3.0, 1.0))
    with pyro.plate("N", n_obs if data is None else len(data)):
        y = pyro.sample("y", dist.Normal(level, 0.5), obs=data)
    of_level = dist.Normal(3.0, 1.0).log_prob(level)
    of_y = dist.Normal(level, 0.5).log_prob(y).sum()
    notes.append({"y": y.tolist(), "log_density": (of_level + of_y).item()})
    return -y


# %% nbgrader={"grade": true, "grade_id": "run_mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A pair of floats, the first of them the mean of y", also="runs of other models"
):
    notes.clear()
    pair = expect.call(mean_and_log_prob, (lake, 5))
    expect.length(pair, 2, "what mean_and_log_prob(lake, 5) returned")
    for number in pair:
        expect.number(number, "each of the pair that mean_and_log_prob returned")
    expect.that(bool(notes), "mean_and_log_prob(lake, 5) did not run lake.")
    for run in notes:
        expect.length(run["y"], 5, "y in the run that mean_and_log_prob(lake, 5) made")
    means = [sum(run["y"]) / 5 for run in notes]
    near = min(abs(pair[0] - mean) for mean in means) < 1e-3
    expect.that(near, "The first of the pair is not the mean of the values at 'y'.")

# %% nbgrader={"grade": true, "grade_id": "run_log_prob", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The second is the log density of the same, single run", also="runs of other models"
):
    notes.clear()
    pair = expect.call(mean_and_log_prob, (lake, 5))
    expect.length(pair, 2, "what mean_and_log_prob(lake, 5) returned")
    for number in pair:
        expect.number(number, "each of the pair that mean_and_log_prob returned")
    expect.that(bool(notes), "mean_and_log_prob(lake, 5) did not run lake.")
    said = f"The model was run {len(notes)} times; both numbers are about one run."
    expect.that(len(notes) == 1, said)
    what = "the log density of the whole run of lake"
    expect.close(pair[1], notes[0]["log_density"], what, atol=1e-3)

# %% [markdown]
# ## Look at many runs
#
# Each dot is a run of the gauge with two readings. Given their mean, two readings are most likely when they are
# equal. So there is a ceiling: no run can lie above the line. (If your dots fly above it, mean and log density come
# from different runs.) Guess before you run it: where are most of the dots?

# %%
with expect.when_written("mean_and_log_prob"):
    pyro.clear_param_store()
    pyro.set_rng_seed(0)
    runs = torch.tensor([mean_and_log_prob(model, 2) for _ in range(400)])  # [400, 2]
    means = torch.linspace(-6.0, 6.0, 121)
    ceiling = 2 * dist.Normal(0.0, NOISE).log_prob(means)

    figure, axes = plt.subplots(figsize=(7, 3.4))
    dots = {"color": "tab:blue", "label": "a run with two readings"}
    axes.plot(runs[:, 0], runs[:, 1], ".", **dots)
    axes.plot(means, ceiling, color="black", label="the ceiling")
    ylabel = "log density of the run"
    axes.set(title="400 runs of the gauge", xlabel="mean of y", ylabel=ylabel)
    axes.legend(loc="lower center")
    show.figure(
        figure,
        "400 dots, one for each run of your function: the mean of y to the right, the "
        "log density of the run upwards. A black arch, the ceiling, is highest where "
        "the mean is 0.",
    )

# %% [markdown]
# ## What you can do now
#
# - Record a run of any model with `poutine.trace(model).get_trace(...)`.
# - Read the tape: what is a parameter, what is a plate, what was drawn and what was observed.
# - Say how likely a run was, and from which terms that number is added up.
# - Read two facts about a run from one and the same trace.
#
# You have taken `log_prob_sum()` on trust so far. In step 5 you write it yourself, and find out what a plate, a
# weight or a mask do to the sum.

# %%
expect.overview()  # how far are you? run this cell whenever you like
