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
# # Step 15b · Shapes
#
# | | |
# |---|---|
# | **Goal** | Tell the three kinds of dimensions apart, predict shapes before you run anything, and repair models whose shapes are wrong. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_15 |
#
# A harbour master has put out buoys. Each of them drifts with the current, so many metres to the east and so many
# to the north. Those two numbers belong together: half a drift is no drift. The buoys do *not* belong together, each
# goes its own way. And if you watch all of them every day for a week, you get the whole thing seven times.
#
# So a tensor of shape `[7, 3, 2]` may hold seven days of three buoys with two numbers each, and **its three dimensions
# are of three different kinds**. Torch does not know the difference; a shape is a shape. A distribution does. In step
# 15 every dimension was a plate. Today you meet the ones that are not. Many of the errors that people bring to the
# Pyro forum come down to a dimension that was taken for one of another kind. The worst of them raise no error at all.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoDelta
from pyro.optim import Adam

from autograder import expect, show

BLUE, BROWN, GREEN, *_ = show.plots.COLOURS

# %% [markdown] nbgrader={"grade": false, "grade_id": "kinds_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. Sample, batch, event
#
# | kind | it answers | where it comes from |
# |---|---|---|
# | **sample** | How many times did I draw? | what you ask for: `d.sample([7])` |
# | **batch** | How many distributions stand side by side? They are independent, and each may have parameters of its own. | the shapes of the parameters, `expand`, plates |
# | **event** | Of how many numbers does *one* draw consist? They come together and are judged together. | the family (a Dirichlet, a multivariate normal), or `to_event` |
#
# They always stand in this order, from left to right. Here are the buoys: one multivariate normal distribution for
# each of them, drawn 150 times. Before you run the cell: which shape will `moves` have?

# %%
pyro.set_rng_seed(15)
centres = torch.tensor([[0.0, 0.0], [9.0, 3.0], [3.0, 9.0]])  # [3, 2]
together = torch.tensor([[3.0, 1.8], [1.8, 2.0]])  # east and north are correlated
buoys = dist.MultivariateNormal(centres, together)
moves = buoys.sample([150])

print("batch", list(buoys.batch_shape), "  event", list(buoys.event_shape))
print("moves        ", list(moves.shape))
print("log_prob     ", list(buoys.log_prob(moves).shape))

figure, axes = plt.subplots(figsize=(6.5, 4))
for i, (colour, mark) in enumerate(zip((BLUE, BROWN, GREEN), "osx", strict=True)):
    east, north = moves[:, i, 0], moves[:, i, 1]
    label = f"batch index {i}"
    axes.plot(east, north, mark, color=colour, markersize=4, alpha=0.7, label=label)
axes.set(xlabel="event[0]: metres to the east", ylabel="event[1]: metres to the north")
axes.set_title("sample: the marks · batch: their kinds · event: the two axes")
axes.legend()
show.figure(
    figure,
    "Three clouds of marks, one for each buoy, each long and narrow and rising to the "
    "right, around three different centres.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "kinds_rule", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A mark is *one* draw, although it takes two numbers to say where it is. So it has *one* log density. That gives the
# two rules of this step:
#
# > **draw = sample + batch + event**
# >
# > **log_prob = sample + batch** (each event has become a single number)
#
# (`+` puts shapes one behind the other, as Python does with tuples.)
#
# A shape of length zero, `[]`, belongs to a single number. It is a shape like any other and no special case:
# `Normal(0, 1)` has the batch shape `[]` and the event shape `[]`.
#
# ## 2. Where event dimensions come from
#
# First, from the family. Look at what each of these does with the last dimension of its parameter:

# %%
weights = torch.ones(4, 3) / 3  # [4, 3]
families = {
    "Normal(weights, 1)": dist.Normal(weights, 1.0),
    "Categorical(weights)": dist.Categorical(weights),
    "OneHotCategorical(weights)": dist.OneHotCategorical(weights),
    "Dirichlet(weights)": dist.Dirichlet(weights),
}
for name, d in families.items():
    batch, event, drawn = map(list, (d.batch_shape, d.event_shape, d.sample().shape))
    print(f"{name:27} batch {batch!s:7} event {event!s:4} a draw: {drawn}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "to_event_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The normal has a distribution for each of the 12 numbers. The other three read each *row* as the parameter of one
# distribution, so there are four. A Dirichlet draw is a row again: an event with 3 parts. A Categorical draw is an
# index, a single number; the 3 is used up and stands nowhere in its shapes. Do not guess it from the parameter: ask the
# distribution.
#
# Second, from `to_event(k)`: it **moves the last k batch dimensions over to the event side**. What can be drawn does
# not change at all. What changes is who is judged together: the log densities along those dimensions are *added up*.
# In the picture, each box is a dimension, with its size and its kind.


# %%
def draw_shapes(rows: dict) -> None:
    """For each distribution a row of boxes: the dims of a draw, and of log_prob."""
    figure, axes = plt.subplots(figsize=(8.5, 0.9 * len(rows) + 0.7))
    for y, (name, d) in enumerate(rows.items()):
        axes.text(-0.2, y, name, ha="right", va="center", family="monospace")
        batch = [(size, "batch", BLUE) for size in d.batch_shape]
        event = [(size, "event", BROWN) for size in d.event_shape]
        for start, boxes in ((0, batch + event), (4, batch)):
            for x, (size, kind, colour) in enumerate(boxes, start=start):
                box = plt.Rectangle((x, y - 0.35), 0.9, 0.7, color=colour, alpha=0.3)
                axes.add_patch(box)
                axes.text(x + 0.45, y, f"{size}\n{kind}", ha="center", va="center")
            if not boxes:
                axes.text(start, y, "[ ]  a single number", va="center")
    axes.text(0, -0.75, "a draw", fontweight="bold")
    axes.text(4, -0.75, "log_prob", fontweight="bold")
    axes.set(xlim=(-4.2, 6.5), ylim=(len(rows) - 0.4, -1))
    axes.axis("off")
    kinds = {n: (list(d.batch_shape), list(d.event_shape)) for n, d in rows.items()}
    facts = "; ".join(f"{n}: batch {b}, event {e}" for n, (b, e) in kinds.items())
    show.figure(figure, f"A box for each dimension. {facts}.")


grid = torch.zeros(3, 2)
independent = {
    "Normal(grid, 1)": dist.Normal(grid, 1.0),
    "Normal(grid, 1).to_event(1)": dist.Normal(grid, 1.0).to_event(1),
    "Normal(grid, 1).to_event(2)": dist.Normal(grid, 1.0).to_event(2),
}
draw_shapes(independent)

torch.manual_seed(0)
numbers = torch.randn(3, 2)
for name, d in independent.items():
    log_probs = "  ".join(f"{x:.2f}" for x in d.log_prob(numbers).flatten())
    print(f"{name:27}  {log_probs}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_shapes", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Six log densities, then three (each the sum of two), then one.
#
# ## Task 1: all shapes of a distribution · 2 points
#
# Write `shapes_of(d, sample_shape=())`:
#
# - `d` is any Pyro distribution. `sample_shape` is a tuple of ints (a `torch.Size` is one).
# - It **returns a dictionary** with the keys `"batch"`, `"event"`, `"draw"` and `"log_prob"`. `"draw"` is the shape that
#   `d.sample(sample_shape)` has, `"log_prob"` the shape of the log density of that draw.
# - Each shape is a tuple or a list of ints, as you like; a `torch.Size` will do.
# - It **computes** and does not try out: it neither draws from `d` nor evaluates a density. (The graders bring
#   distributions along that refuse both. In real life a draw may be dear.)
#
# <details><summary>Hint 1: what do I know already?</summary>
#
# Two of the four are attributes of `d`; the cells above print them. The other two are the two rules of section 1.
#
# </details>
#
# <details><summary>Hint 2: putting shapes together</summary>
#
# Tuples are put one behind the other with `+`, and `torch.Size` is a tuple. Which kind stands at the far left?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "shapes_of", "locked": false, "schema_version": 3, "solution": true, "task": false}
def shapes_of(
    d: dist.TorchDistribution, sample_shape: tuple[int, ...] = ()
) -> dict[str, tuple[int, ...]]:
    """The batch, event, draw and log_prob shapes of a distribution, without a draw.

    Args:
        d: a distribution.
        sample_shape: the shape that would be given to ``d.sample``.

    Returns:
        A dictionary with the keys "batch", "event", "draw" and "log_prob".

    Example:
        >>> shapes_of(dist.Normal(torch.zeros(3), 1.0), (5,))["draw"]
        torch.Size([5, 3])     # (5, 3) and [5, 3] are right as well
    """
    ### BEGIN SOLUTION
    sample_shape = tuple(sample_shape)
    return {
        "batch": d.batch_shape,
        "event": d.event_shape,
        "draw": sample_shape + d.batch_shape + d.event_shape,
        "log_prob": sample_shape + d.batch_shape,
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The four shapes of a distribution",
    also="other families, and distributions that refuse to be drawn",
):

    def refuse(*args, **kwargs):
        raise RuntimeError("This distribution gives its shapes, and nothing else.")

    plain = dist.Normal(torch.zeros(4), 1.0)
    pairs = dist.Normal(torch.zeros(3, 2), 1.0).to_event(1)
    for title, d, *wanted in (
        ("Normal(zeros(4), 1)", plain, [4], [], [5, 4], [5, 4]),
        ("Normal(zeros(3, 2), 1).to_event(1)", pairs, [3], [2], [5, 3, 2], [5, 3]),
    ):
        d.sample = d.rsample = d.log_prob = refuse
        got = expect.call(shapes_of, (d, (5,)))
        keys = ["batch", "event", "draw", "log_prob"]
        expect.dictionary(got, "what shapes_of returned", keys)
        for key, shape in zip(keys, wanted, strict=True):
            what = f"the {key} shape of {title}, with sample_shape (5,),"
            expect.equal(got[key], shape, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "broadcast_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. A value that did not come from the distribution
#
# Data come from elsewhere, and their shape need not be `sample + batch + event`. What does `log_prob(value)` do then?
# Two things, in this order:
#
# 1. **Event dimensions must fit.** The last dimensions of the value, as many as the event shape has, must *be* the
#    event shape: a draw with a missing part cannot be judged.
# 2. **What is left of them is broadcast against the batch shape**, as torch does it in step 15: lined up from the
#    right; a missing dimension or one of length 1 is stretched. The result is the shape of `log_prob`.
#
# Where the second is impossible, there is a `ValueError`. The dangerous case is the one where it *is* possible. About
# the first, a family that brings its event along is strict (the second block). `to_event` is not (the third): it hands
# the value on to the distribution inside, where all dimensions are batch, and there they are stretched like any other.

# %%
numbers = dist.Normal(torch.zeros(4), 1.0)
vectors = dist.MultivariateNormal(torch.zeros(4, 2), torch.eye(2))
joined = dist.Normal(torch.zeros(4, 2), 1.0).to_event(1)
for title, d, shapes in (
    ("Normal", numbers, ([4], [], [7, 4], [4, 1], [7, 1])),
    ("MultivariateNormal", vectors, ([4, 2], [2], [7, 1, 2], [4, 1], [4])),
    ("Normal.to_event(1)", joined, ([4, 2], [2], [7, 1, 2], [4, 1], [])),
):
    print(f"{title}: batch {list(d.batch_shape)}, event {list(d.event_shape)}")
    for shape in shapes:
        try:
            says = f"log_prob of shape {list(d.log_prob(torch.zeros(shape)).shape)}"
        except ValueError as error:
            says = f"ValueError: {str(error).split(':')[0]}"
        print(f"    a value of shape {shape!s:9}  {says}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_log_prob", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Look at the value `[4, 1]` in the first block. Four data points in a column, four distributions in a row, and torch
# judges *each point under each distribution*: 16 log densities where 4 were meant, and not a word about it. In the third
# block the same value passes for four pairs, although each has only one number: it is counted as both. So it is good to
# know *before* you call `log_prob` whether a value fits. You are going to be stricter than `to_event` is.
#
# ## Task 2: the shape of a log density · 3 points
#
# Write `log_prob_shape(d, value_shape)`:
#
# - `d` is any Pyro distribution, `value_shape` a tuple of ints.
# - A value of this shape **fits** when both rules hold: its last dimensions are the event shape, and the rest can be
#   broadcast against the batch shape.
# - For a shape that fits it **returns the shape** that `d.log_prob(value)` has, as a tuple or a list of ints (or a
#   `torch.Size`).
# - For any other it **raises `ValueError`**: also when there are too few dimensions for the event, and also where the
#   `log_prob` of a `to_event` would let the value pass. The text of the error is yours.
# - Again it computes: it does not call `log_prob`, and does not draw.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Cut `value_shape` in two, at the place where the event begins. Which part has to be *equal* to something, and which
# part is to be *broadcast*?
#
# </details>
#
# <details><summary>Hint 2: cutting</summary>
#
# Count the place from the left, `len(value_shape) - len(d.event_shape)`, and try your cut with an event shape of length
# zero. (What is `value_shape[:-0]`?) A count below zero means that the value has too few dimensions.
#
# </details>
#
# <details><summary>Hint 3: broadcasting</summary>
#
# `torch.broadcast_shapes(one, other)` does it, with shapes alone. When it cannot, it raises a `RuntimeError`; the text
# asks for another one.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_prob_shape", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_prob_shape(
    d: dist.TorchDistribution, value_shape: tuple[int, ...]
) -> tuple[int, ...]:
    """The shape of ``d.log_prob(value)`` for a value of the given shape.

    Raises:
        ValueError: when a value of this shape does not fit the distribution.

    Example:
        >>> log_prob_shape(dist.Normal(torch.zeros(4), 1.0), (7, 1))
        torch.Size([7, 4])     # (7, 4) and [7, 4] are right as well
    """
    ### BEGIN SOLUTION
    start = len(value_shape) - len(d.event_shape)
    if start < 0 or tuple(value_shape[start:]) != tuple(d.event_shape):
        raise ValueError(f"{value_shape} does not end in the event {d.event_shape}")
    try:
        return torch.broadcast_shapes(value_shape[:start], d.batch_shape)
    except RuntimeError:
        raise ValueError(f"{value_shape} does not fit {d.batch_shape}") from None
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "log_prob_fits", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The shape of a log density", also="other families, longer and shorter values"
):
    zeros = torch.zeros
    cases = [
        (dist.Normal(zeros(4), 1.0), (7, 1), [7, 4]),
        (dist.MultivariateNormal(zeros(4, 2), torch.eye(2)), (7, 1, 2), [7, 4]),
        (dist.Normal(zeros(4, 3, 2), 1.0).to_event(2), (5, 1, 3, 2), [5, 4]),
    ]
    for d, shape, wanted in cases:
        d.sample = d.rsample = d.log_prob = refuse  # as in the check of task 1
        got = expect.call(log_prob_shape, (d, shape))
        where = f"batch {list(d.batch_shape)}, event {list(d.event_shape)}"
        what = f"log_prob_shape for {where} and a value of shape {list(shape)}"
        expect.equal(got, wanted, what)

# %% nbgrader={"grade": true, "grade_id": "log_prob_misfits", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A value that does not fit is a ValueError", also="other ways not to fit"
):
    vectors = dist.MultivariateNormal(torch.zeros(4, 2), torch.eye(2))
    tables = dist.Normal(torch.zeros(4, 3, 2), 1.0).to_event(2)
    cases = [(vectors, (4, 3)), (vectors, (5, 2)), (vectors, ())]
    cases += [(tables, (4, 1, 2)), (tables, (3,))]
    for d, shape in cases:
        error = expect.error(log_prob_shape, (d, shape))
        where = f"batch {list(d.batch_shape)}, event {list(d.event_shape)}"
        what = f"log_prob_shape for {where} and a value of shape {list(shape)}"
        expect.raised(error, "ValueError", what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "plates_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4. In a model: batch dimensions belong to plates
#
# In a Pyro program nobody writes `sample([7])`: repetition is what plates are for, and a plate makes batch dimensions.
# So only two kinds are left, and the table of shapes draws a bar between them: **batch on its left, event on its
# right**. A site inside plates has the batch shape that the plates give it (with a 1 in the place of a plate that is
# not open). The event shape is the distribution's own business; no plate ever touches it.
#
# A small example, to read with the table and the plate diagram below it. One site stands in no plate, one in one, one in two.


# %%
def fishing(n_boats: int, n_days: int) -> None:
    """Boats across, days down. Each catch is three numbers: cod, herring, mackerel."""
    boats = pyro.plate("boats", n_boats, dim=-1)
    days = pyro.plate("days", n_days, dim=-2)
    shares = pyro.sample("shares", dist.Dirichlet(torch.ones(3)))
    with boats:
        skill = pyro.sample("skill", dist.Gamma(2.0, 1.0))
    with days, boats:
        # skill [boats] gets a 1 on its right, for the three numbers of the event:
        # [boats, 1] * [3] is [boats, 3]
        rates = 100.0 * skill.unsqueeze(-1) * shares
        pyro.sample("catch", dist.Poisson(rates).to_event(1))


trace = poutine.trace(fishing).get_trace(n_boats=4, n_days=7)
trace.compute_log_prob()
print(trace.format_shapes())
show.model(fishing, (4, 7))

# %% [markdown] nbgrader={"grade": false, "grade_id": "plates_rule", "locked": true, "schema_version": 3, "solution": false, "task": false}
# This table gives the rule that the whole step is for. In a healthy model
#
# > **Left of the bar: plates and nothing else.** Each dimension of a site's `log_prob` belongs to a plate that the site
# > stands in, and is as long as that plate (or it is a 1 that holds a place open).
# >
# > **Right of the bar: one draw and nothing else.** What is repeated by a plate has no place in the event.
#
# ## Task 3: predict · 2 points
#
# Here is a larger model. Do **not** run it yet. What shapes do its sites have?


# %% nbgrader={"grade": false, "grade_id": "harbour", "locked": true, "schema_version": 3, "solution": false, "task": false}
def harbour(n_days: int, n_buoys: int) -> None:
    """A model of everything, for task 3."""
    days = pyro.plate("days", n_days, dim=-2)
    buoys = pyro.plate("buoys", n_buoys, dim=-1)
    mix = pyro.sample("mix", dist.Dirichlet(torch.ones(3)))
    with buoys:
        kind = pyro.sample("kind", dist.Categorical(mix))
        home = pyro.sample("home", dist.Normal(torch.zeros(2), 50.0).to_event(1))
    with days:
        tide = pyro.sample("tide", dist.Normal(0.0, 1.0))
    with days, buoys:
        spread = (1.0 + kind).unsqueeze(-1).unsqueeze(-1) * torch.eye(2)
        pyro.sample("place", dist.MultivariateNormal(home + tide.unsqueeze(-1), spread))
        pyro.sample("battery", dist.Beta(5.0, 1.0))
        pyro.sample("camera", dist.Normal(0.0, 1.0).expand([8, 6]).to_event(2))


# %% [markdown] nbgrader={"grade": false, "grade_id": "task_predict", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Write `predict(n_days, n_buoys)`:
#
# - It **returns a dictionary** with an entry for each of the seven sample sites: `"mix"`, `"kind"`, `"home"`, `"tide"`,
#   `"place"`, `"battery"`, `"camera"` (not for the plates).
# - Each entry is a pair `(batch shape, event shape)` of the site in `harbour(n_days, n_buoys)`. Shapes are tuples or
#   lists of ints; a 1 that holds the place of a plate open is part of the batch shape, as in the table above.
# - It must be right for **any** two numbers, so write `n_days` and `n_buoys` where they belong.
#
# The point is to do it in your head, seven lines of literal shapes. (You could let the function run `harbour` and read
# the trace. The graders would not mind. You would have learnt nothing, and your next model is not in the graders.)
#
# <details><summary>Hint 1: one site at a time</summary>
#
# For each site two questions. Which plates are open here, and which dims do they own? That is the batch shape. How many
# numbers does one draw of this distribution need? That is the event shape.
#
# </details>
#
# <details><summary>Hint 2: tide</summary>
#
# Only the plate of dim -2 is open. Where is the place for dim -1? `morning` in step 15 stood like that.
#
# </details>
#
# <details><summary>Hint 3: kind and camera</summary>
#
# `kind` is an index: section 2 says what becomes of the dimension of `mix`. And `camera` was expanded *before* `to_event`,
# which took both dimensions. Do they have anything to do with the plates?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "predict", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict(
    n_days: int, n_buoys: int
) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each sample site of harbour(n_days, n_buoys) its batch and event shape."""
    ### BEGIN SOLUTION
    return {
        "mix": ((), (3,)),
        "kind": ((n_buoys,), ()),
        "home": ((n_buoys,), (2,)),
        "tide": ((n_days, 1), ()),
        "place": ((n_days, n_buoys), (2,)),
        "battery": ((n_days, n_buoys), ()),
        "camera": ((n_days, n_buoys), (8, 6)),
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "prediction", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "A pair of shapes for each site",
    also="other numbers of days and buoys",
):
    got = expect.call(predict, (9, 5))
    sites = expect.trace(harbour, (9, 5)).sites
    names = ["mix", "kind", "home", "tide", "place", "battery", "camera"]
    expect.dictionary(got, "what predict returned", names)
    for name in names:
        expect.length(got[name], 2, f"the entry of {name}")
        for kind, shape in zip(("batch", "event"), got[name], strict=True):
            true = list(getattr(sites[name], f"{kind}_shape"))
            message = f"In harbour(9, 5) the {kind} shape of {name} is not {shape}."
            look = "Hint 1 has the question to ask; the next cell shows all of them."
            expect.that(shape == true, message, look=look)

# %% [markdown]
# Now run it, and compare.

# %%
with expect.when_written("predict"):
    for site, (batch, event) in predict(7, 4).items():
        print(f"{site:8} {list(batch)!s:8} | {list(event)}")
    print(poutine.trace(harbour).get_trace(7, 4).format_shapes())

# %% [markdown] nbgrader={"grade": false, "grade_id": "broken_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. Three broken models
#
# Each of these has one fault, in one line. What each was *meant* to say stands in its docstring.


# %% nbgrader={"grade": false, "grade_id": "broken", "locked": true, "schema_version": 3, "solution": false, "task": false}
def broken_drift(data: torch.Tensor) -> None:
    """Each buoy moves [east, north] with the same current, give or take 2 m in each.

    data [N, 2].
    """
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    with pyro.plate("buoys", len(data)):
        pyro.sample("moved", dist.Normal(current, 2.0), obs=data)


def broken_tides(data: torch.Tensor) -> None:
    """The sea has a level each day; each of D gauges is off by an offset of its own.

    data [N, D]: days, gauges.
    """
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
        pyro.sample(
            "height",
            dist.Normal(level.unsqueeze(-1) + offset, 0.5).to_event(2),
            obs=data,
        )


def broken_arrival(facts: torch.Tensor, data: torch.Tensor) -> None:
    """How late each ship is, from P facts about it, by a linear rule.

    facts [N, P], data [N].
    """
    n_ships, n_facts = facts.shape
    weights = pyro.sample(
        "weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2)
    )
    with pyro.plate("ships", n_ships):
        pyro.sample("late", dist.Normal(facts @ weights, 1.5), obs=data)


# %% [markdown]
# Let them run, on data of the right shape. Read what each of them says, and hold it against the rule of section 4: is
# each dimension of `log_prob` a plate? Is the event one draw and nothing else?

# %%
pyro.set_rng_seed(1)
moved = torch.tensor([3.0, -1.0]) + 2.0 * torch.randn(7, 2)  # [N, 2]
heights = 3.0 * torch.randn(5, 1) + torch.randn(3) + 0.5 * torch.randn(5, 3)  # [N, D]
facts = torch.randn(6, 2)  # [N, P]
lateness = facts @ torch.tensor([2.0, -1.0]) + 1.5 * torch.randn(6)  # [N]


def look(model, *args) -> None:
    """Run a model, print its table of shapes, or what stopped it."""
    print("-----", model.__name__)
    try:
        trace = poutine.trace(model).get_trace(*args)
        trace.compute_log_prob()
        print(trace.format_shapes())
    except ValueError as error:
        print("ValueError:", str(error).split("Trace Shapes")[0])


look(broken_drift, moved)
look(broken_tides, heights)
look(broken_arrival, facts, lateness)

# %% [markdown] nbgrader={"grade": false, "grade_id": "silent_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The first one stops. Be grateful: Pyro found a dimension that should belong to a plate and has another length. With
# exactly two buoys there is nothing to be found in this way: east and north stand in the plate as if they were buoys.
#
# The other two run, and their densities are wrong. Below is the log density of the observed site, beside the same
# computed by hand, term by term, with the same latents. Then each of the three is given to SVI (the first with two
# buoys), for SVI looks once more: are the dimensions of each `log_prob` plates, and nothing else?

# %%
trace = poutine.trace(broken_tides).get_trace(heights)
trace.compute_log_prob()
level, offset = (trace.nodes[name]["value"] for name in ("level", "offset"))
by_hand = sum(
    dist.Normal(level[i] + offset[j], 0.5).log_prob(heights[i, j]).item()
    for i in range(5)
    for j in range(3)
)
ours = trace.nodes["height"]["log_prob_sum"].item()
print(f"height: the model says {ours:.2f}, by hand {by_hand:.2f}")
print(f"        the ratio of the two is {ours / by_hand:.4f}")

trace = poutine.trace(broken_arrival).get_trace(facts, lateness)
trace.compute_log_prob()
means = facts @ trace.nodes["weights"]["value"]  # [6, 1]
by_hand = sum(
    dist.Normal(means[i, 0], 1.5).log_prob(lateness[i]).item() for i in range(6)
)
ours = trace.nodes["late"]["log_prob_sum"].item()
print(f"late:   the model says {ours:.2f}, by hand {by_hand:.2f}")

print("\nOne step of SVI:")
for model, args in (
    (broken_drift, (moved[:2],)),
    (broken_tides, (heights,)),
    (broken_arrival, (facts, lateness)),
):
    pyro.clear_param_store()
    try:
        SVI(model, AutoDelta(model), Adam({"lr": 0.01}), Trace_ELBO()).step(*args)
        print(f"{model.__name__:14}  passes")
    except ValueError as error:
        print(f"{model.__name__:14}  ValueError: {str(error).splitlines()[0]}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_drift", "locked": true, "schema_version": 3, "solution": false, "task": false}
# SVI finds the first and the last, for each has a dimension in its `log_prob` that stands in no plate. The tides it lets
# pass: there the dimension too many is in the event, where nobody looks. They count every reading once for each *day*,
# as if you had measured everything several times over, and an inference on this would be far too sure of itself. In
# the last model every ship is judged by the facts of every other ship, too.
#
# ## Task 4: repair them · 6 points
#
# Write the three models anew: the same sites, distributions and plates with the same names, with the fault removed. What
# they return is free. All three are graded on new data of other sizes: where the sites stand, and their densities.
#
# **`drift(data)`**, data `[N, 2]` · 2 points
#
# | site | distribution | plates | batch | event |
# |---|---|---|---|---|
# | `"current"` | normal, mean 0, scale 10 in both directions | none | `[]` | `[2]` |
# | `"moved"`, observed | normal around the current, scale 2 in both directions | `"buoys"` of size N | `[N]` | `[2]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# One move is two numbers that belong together. On which side of the bar should the 2 stand, and on which does it stand in
# the broken model?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# `current` is a vector already, so the distribution of `moved` has one dimension too many on its batch side. The
# line of `current` itself shows how a dimension gets to the other side.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "drift", "locked": false, "schema_version": 3, "solution": true, "task": false}
def drift(data: torch.Tensor) -> None:
    """Each buoy moves [east, north] with the same current, give or take 2 m in each.

    data [N, 2].
    """
    ### BEGIN SOLUTION
    current = pyro.sample("current", dist.Normal(torch.zeros(2), 10.0).to_event(1))
    with pyro.plate("buoys", len(data)):
        pyro.sample("moved", dist.Normal(current, 2.0).to_event(1), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "drift_repaired", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A move is one event", also="the densities, other data"):
    trace = expect.trace(drift, (torch.tensor([[1.0, 2.0], [3.0, 4.0], [0.0, -1.0]]),))
    expect.sites(trace, latent=["current"], observed=["moved"])
    expect.site(trace, "current", plates={}, batch_shape=(), event_shape=(2,))
    expect.site(trace, "moved", plates={"buoys": 3}, batch_shape=(3,), event_shape=(2,))
    there = torch.tensor([3.0, -1.0])  # each buoy has moved exactly with the current
    held = expect.trace(drift, (there.expand(4, 2),), values={"current": there})
    moved_log_prob = expect.site(held, "moved").log_prob
    what = "the log density of moves that are the current"
    expect.close(moved_log_prob, [-3.224171] * 4, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_tides", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **`tides(data)`**, data `[N, D]`, one row per day and one column per gauge · 2 points
#
# | site | distribution | plates | batch | event |
# |---|---|---|---|---|
# | `"offset"` | normal, mean 0, scale 1, one for each gauge | none | `[]` | `[D]` |
# | `"level"` | normal, mean 0, scale 3, one for each day | `"days"` of size N | `[N]` | `[]` |
# | `"height"`, observed | normal around level + offset, scale 0.5 | `"days"` | `[N]` | `[D]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# In the table of shapes of the broken model, find the days. They stand in the row of `height` twice. Which of the two is
# one too many?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# The plate takes care of the days, and of nothing else. How many dimensions are left for `to_event`?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "tides", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tides(data: torch.Tensor) -> None:
    """The sea has a level each day; each of D gauges is off by an offset of its own.

    data [N, D]: days, gauges.
    """
    ### BEGIN SOLUTION
    n_days, n_gauges = data.shape
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([n_gauges]).to_event(1))
    with pyro.plate("days", n_days):
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
        pyro.sample(
            "height",
            dist.Normal(level.unsqueeze(-1) + offset, 0.5).to_event(1),
            obs=data,
        )
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "tides_repaired", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Each day counts once", also="the densities, other data"):
    trace = expect.trace(tides, (torch.zeros(4, 2),))
    expect.sites(trace, latent=["offset", "level"], observed=["height"])
    expect.site(trace, "offset", plates={}, batch_shape=(), event_shape=(2,))
    expect.site(trace, "level", plates={"days": 4}, batch_shape=(4,), event_shape=())
    expect.site(trace, "height", plates={"days": 4}, batch_shape=(4,), event_shape=(2,))
    # each reading is exactly the level of its day and the offset of its gauge
    offset, level = torch.tensor([0.0, 1.0]), torch.tensor([0.0, 5.0, -3.0])
    readings = torch.tensor([[0.0, 1.0], [5.0, 6.0], [-3.0, -2.0]])
    values = {"offset": offset, "level": level}
    held = expect.trace(tides, (readings,), values=values)
    height_log_prob = expect.site(held, "height").log_prob
    what = "the log density of readings that are level plus offset"
    expect.close(height_log_prob, [-0.451583] * 3, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_arrival", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **`arrival(facts, data)`**, facts `[N, P]`, data `[N]` · 2 points
#
# | site | distribution | plates | batch | event |
# |---|---|---|---|---|
# | `"weights"` | normal, mean 0, scale 2: a column, as it is | none | `[]` | `[P, 1]` |
# | `"late"`, observed | normal around the ship's facts times the weights, scale 1.5 | `"ships"` of size N | `[N]` | `[]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is the shape of `facts @ weights`? Of the data? Line the two up from the right, as broadcasting does.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# The mean has a dimension of length 1 that nobody needs. It should go before the distribution is made. (The data are right:
# leave them alone.)
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "arrival", "locked": false, "schema_version": 3, "solution": true, "task": false}
def arrival(facts: torch.Tensor, data: torch.Tensor) -> None:
    """How late each ship is, from P facts about it, by a linear rule.

    facts [N, P], data [N].
    """
    ### BEGIN SOLUTION
    n_ships, n_facts = facts.shape
    weights = pyro.sample(
        "weights", dist.Normal(0.0, 2.0).expand([n_facts, 1]).to_event(2)
    )
    with pyro.plate("ships", n_ships):
        pyro.sample("late", dist.Normal((facts @ weights).squeeze(-1), 1.5), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "arrival_repaired", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Each ship is judged by its own facts", also="the densities, other data"
):
    trace = expect.trace(arrival, (torch.ones(4, 3), torch.zeros(4)))
    expect.sites(trace, latent=["weights"], observed=["late"])
    expect.site(trace, "weights", plates={}, batch_shape=(), event_shape=(3, 1))
    expect.site(trace, "late", plates={"ships": 4}, batch_shape=(4,), event_shape=())
    # each ship is exactly as late as its own facts and the weights say
    known = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]])
    minutes = torch.tensor([2.0, -3.0, -4.0])
    values = {"weights": torch.tensor([[2.0], [-3.0]])}
    held = expect.trace(arrival, (known, minutes), values=values)
    late_log_prob = expect.site(held, "late").log_prob
    what = "the log density of ships that are as late as the rule says"
    expect.close(late_log_prob, [-1.324404] * 3, what)

# %% [markdown]
# And your three, with the same `look` as before. Read each table from the bar outwards: plates on the left, one draw on
# the right.

# %%
with expect.when_written("drift"):
    look(drift, moved)

with expect.when_written("tides"):
    look(tides, heights)

with expect.when_written("arrival"):
    look(arrival, facts, lateness)

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What you can do now
#
# - You can name the kind of each dimension of a draw: sample, batch, event, in this order.
# - You know the shape of a log density before it is computed, also for values that came from elsewhere.
# - You read a table of shapes from the bar outwards: plates on its left, the parts of one draw on its right.
# - You have a test for any model: run it once, and see whether every dimension of every `log_prob` is a plate, and every
#   event one draw.
# - You distrust a program that runs, until you have seen its shapes, and you try it on sizes that are all different.
#
# Next, in step 16, a single observation is a whole table of shares. Batch and event then meet in one model.

# %%
expect.overview()  # how far are you? run this cell whenever you like
