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
# # Step 15 · Nested plates
#
# | | |
# |---|---|
# | **Goal** | Put one plate inside another, and say which dimension of a table each of them owns. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_03, step_05, step_14 |
#
# So far your data were a list: one plate, "N". A laboratory now sends a *table*. Every row is a cell, every
# column is a gene, and the number in row i, column j tells how active gene j is in cell i. Each gene has a
# level of its own, and all cells share it. Written with ordinary loops, the story is
#
# ```
# for each gene j:            mu[j]   ~ Gamma(1, 1)
# for each cell i:
#     for each gene j:        y[i, j] ~ Normal(mu[j], NOISE)
# ```
#
# Two things repeat here, genes and cells, so the model has two plates, and one of them lies inside the other.
# Pyro has to know which dimension of the table belongs to which plate. That is all there is to nested plates,
# and it is the place where many Pyro programs go wrong without a word.

# %%
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoNormal
from pyro.optim import ClippedAdam

from autograder import expect, show

torch.set_printoptions(precision=2, sci_mode=False)

# %% nbgrader={"grade": false, "grade_id": "constants", "locked": true, "schema_version": 3, "solution": false, "task": false}
NOISE = 0.8  # the scale (not the variance) of y around mu


def table_sizes(
    data: torch.Tensor | None,
    n_cells: int | None,
    n_genes: int | None,
    cell_dim: int = -2,
    gene_dim: int = -1,
) -> tuple[int, int]:
    """The pair (number of cells, number of genes).

    data [..., N, G] decides when it is given; `cell_dim` and `gene_dim` say which of
    its dimensions is which.
    Without data both numbers must be given: ValueError if one is missing.
    Example: table_sizes(torch.zeros(7, 3), None, None) is (7, 3).
    """
    if data is not None:
        return data.shape[cell_dim], data.shape[gene_dim]
    if n_cells is None or n_genes is None:
        raise ValueError(
            "give me data, or both n_cells and n_genes: how large is the table?"
        )
    return n_cells, n_genes


# %% [markdown] nbgrader={"grade": false, "grade_id": "picture_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The function above is a present. You have written such lines in every model since step 3; today you would
# write them three times. So call `table_sizes` wherever a model needs to know its sizes. (Its last two
# arguments can wait until task 2.)
#
# ## The picture
#
# Here is a table in the making: the levels on the left, the table on the right. Look at the left panel first.
# It has one number per gene, repeated down the whole column, because **every cell of a column shares the same
# mu**.

# %%
def draw_panels(panels: dict[str, torch.Tensor], down: str, across: str) -> None:
    """Draw each tensor as a table, stretched to the shape of the last one.

    `down` and `across` are the labels of the axes.
    """
    shape = list(panels.values())[-1].shape
    size = (4.2 * len(panels), max(3.2, 1.2 + 0.5 * shape[-2]))
    figure, axes = plt.subplots(1, len(panels), figsize=size, squeeze=False)
    for ax, (name, value) in zip(axes[0], panels.items(), strict=True):
        grid = value.detach().expand(shape)
        ax.imshow(grid, cmap="viridis", aspect="auto", alpha=0.6)
        for i in range(shape[-2]):
            for j in range(shape[-1]):
                ax.text(j, i, f"{grid[i, j]:.2f}", ha="center", va="center")
        ax.set_title(f"{name}, shape {list(value.shape)}")
        ax.set_xlabel(f"dim -1 →   {across}")
        ax.set_ylabel(f"←   dim -2: {down}")
        ax.set_xticks(range(shape[-1]))
        ax.set_yticks(range(shape[-2]))
    figure.tight_layout()
    shapes = ", ".join(f"{name} {list(x.shape)}" for name, x in panels.items())
    alt = f"{len(panels)} tables side by side, with their numbers: {shapes}. "
    show.figure(figure, f"{alt}Down: {down}. Across: {across}.")


pyro.set_rng_seed(15)
N_CELLS, N_GENES = 7, 3
true_mu = torch.tensor([0.5, 1.5, 4.0])  # [G]
table = true_mu + NOISE * torch.randn(N_CELLS, N_GENES)  # [N, G]

draw_panels({"mu": true_mu, "y": table}, down="cells (N)", across="genes (G)")

# %% [markdown] nbgrader={"grade": false, "grade_id": "right_to_left", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Dims are counted from the right
#
# Why is `true_mu + noise` one level per *column*? Torch lines shapes up **from the right** and stretches what
# is missing or has length 1:
#
# ```
#             dim -2   dim -1
# y              N        G
# mu                      G      one per column (gene), shared by all rows
# something      N        1      one per row (cell), shared by all columns
# ```
#
# Pyro counts plates in the same way, and for the same reason: a site inside one plate must still fit when it
# meets a site inside two. The last dimension is -1, the one to its left is -2. If you do not say which dim a
# plate owns, Pyro gives it **the rightmost one that is still free**. Before you run the next cell, guess the
# shape of `heat`; then see who gets what. (The table printed is `trace.format_shapes()`: a `dist` line is the
# shape of the distribution, a `value` line is the shape of what was drawn. For a plate, the value line is its
# size. The plate diagram below it is drawn from the program, and says nothing of dims.)

# %%
def bakery() -> torch.Tensor:
    """A different story, to look at: temperatures of 2 ovens on 4 days.

    Watch the shape of the result.
    """
    with pyro.plate("days", 4):
        morning = pyro.sample("morning", dist.Normal(20.0, 2.0))
        with pyro.plate("ovens", 2):
            return pyro.sample("heat", dist.Normal(10.0 * morning, 5.0))


def draw_trace(trace: poutine.Trace, name: str = "y") -> None:
    """Draw the site `name` and the latent sites of the same run.

    The labels are the plates that Pyro used.
    """
    frames = trace.nodes[name]["cond_indep_stack"]
    used = {frame.dim: f"plate {frame.name!r}, size {frame.size}" for frame in frames}
    panels = {
        site: node["value"]
        for site, node in trace.nodes.items()
        if node["type"] == "sample" and not poutine.util.site_is_subsample(node)
    }
    panels[name] = panels.pop(name)  # the table itself comes last
    draw_panels(panels, down=used.get(-2, "no plate"), across=used.get(-1, "no plate"))


trace = poutine.trace(bakery).get_trace()
print(trace.format_shapes())
draw_trace(trace, "heat")
show.model(bakery)

# %% [markdown] nbgrader={"grade": false, "grade_id": "broken_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Read the program and you see "days, and in them ovens". Look at the picture and the days run *across*. The
# **outer** plate came first, so it took the rightmost dim; the inner plate got the next one to the left.
# Loops are read from the outside in, shapes are filled from the right to the left.
#
# ## A model that is broken
#
# Somebody thought: "The rows of the table are the cells, so I open plate N first. All genes need mu, so I
# draw it before I open plate G." It sounds reasonable. First without data:

# %%
def broken_model(
    data: torch.Tensor | None = None,
    n_cells: int | None = None,
    n_genes: int | None = None,
) -> torch.Tensor:
    """Meant to return a table [N, G] with one mu per gene. Does it?"""
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("N", n_cells):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("G", n_genes):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


trace = poutine.trace(broken_model).get_trace(n_cells=N_CELLS, n_genes=N_GENES)
got = list(trace.nodes["y"]["value"].shape)
print("we want the shape", [N_CELLS, N_GENES], "and get", got)
draw_trace(trace)

# %% [markdown] nbgrader={"grade": false, "grade_id": "broken_data_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The table lies on its side, and mu belongs to the cells. With our data, the program stops:

# %%
try:
    poutine.trace(broken_model).get_trace(table).compute_log_prob()
except ValueError as error:
    print(type(error).__name__, "-", str(error).split("Trace Shapes")[0])

# %% [markdown] nbgrader={"grade": false, "grade_id": "broken_square_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# An error is the friendly case. Now take a table with as many cells as genes. The next cell hands the broken
# model a **square** table, and compares its log density with the one we work out by hand for *one mu per
# gene*:

# %%
square = table[:N_GENES]  # [G, G]
trace = poutine.trace(broken_model).get_trace(square)
mu = trace.nodes["mu"]["value"]
by_hand = (
    dist.Gamma(1.0, 1.0).log_prob(mu).sum()
    + dist.Normal(mu, NOISE).log_prob(square).sum()
)
plates = trace.nodes["mu"]["cond_indep_stack"]
print(f"the broken model: {trace.log_prob_sum():.4f}")
print(f"by hand:          {by_hand:.4f}")
print("plates of mu:    ", [(plate.name, plate.dim) for plate in plates])

# %% [markdown] nbgrader={"grade": false, "grade_id": "nested_task", "locked": true, "schema_version": 3, "solution": false, "task": false}
# No error, and the right number! The plate that is *called* "N" owns dim -1, and in this table the genes lie
# in dim -1. Pyro never looks at names: **the dim decides, the name is a label**, and here the labels lie.
# Everything that you say about "the cells" from now on (another latent per cell, a subsample of the cells)
# would be done to the genes, and a square table would let it pass without a word.
#
# ## Task 1: repair it with nested `with` statements · 3 points
#
# Write `nested_model(data=None, n_cells=None, n_genes=None)`:
#
# - `data` is a tensor [N, G], one row per cell and one column per gene, or None. When data are given they
#   decide the sizes, whatever `n_cells` and `n_genes` say. Without data both numbers are needed; if one is
#   missing: ValueError, with whatever text you like.
# - Plate `"G"` (one entry per gene) owns dim -1, plate `"N"` (one entry per cell) owns dim -2.
# - Site `"mu"` ~ Gamma(1, 1), one value **per gene**: shape [G], inside plate "G" only.
# - Site `"y"` ~ Normal(mu, NOISE), one value per cell and gene: shape [N, G], inside both plates. Both dims
#   belong to plates, so the event shape of y is () (no `to_event`: that is for steps 15b and 16). Observed
#   when data are given, drawn when not.
# - It returns y, a tensor [N, G].
#
# It must hold for every table, square or not. About 5 lines.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which plate takes dim -1 when you say nothing: the one you enter first or the one you enter last? Which of
# the two *should* have it?
#
# </details>
#
# <details><summary>Hint 2: a bigger push</summary>
#
# The latent mu has one value per gene. So at the moment when mu is drawn, exactly one plate may be open.
# Which?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# In the broken model two plates are nested, and mu is drawn after the first is entered and before the second.
# That is fine. What is wrong is which plate is outside and which one is inside. Do not touch the data and do
# not turn y around afterwards.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "nested_model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def nested_model(
    data: torch.Tensor | None = None,
    n_cells: int | None = None,
    n_genes: int | None = None,
) -> torch.Tensor:
    """A table with one level mu per gene, by nested plates.

    data [N, G] or None; sites mu [G] in plate "G" (dim -1), y [N, G] in plates "N"
    (dim -2) and "G". Returns y [N, G].
    ValueError when there are no data and a size is missing.
    Example: nested_model(n_cells=7, n_genes=3).shape is (7, 3).
    """
    ### BEGIN SOLUTION
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "nested_grid", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "One mu per gene, shared by all cells",
    also="other tables, square ones too, and densities at other values",
):
    trace = expect.trace(nested_model, (table,))
    both = {"N": (7, -2), "G": (3, -1)}
    expect.sites(trace, latent=["mu"], observed=["y"])
    expect.site(trace, "mu", event_shape=(), plates={"G": (3, -1)})
    expect.site(trace, "y", batch_shape=(7, 3), event_shape=(), plates=both)

    drawn = expect.trace(nested_model, (), {"n_cells": 4, "n_genes": 2})
    expect.site(drawn, "y", observed=False, plates={"N": (4, -2), "G": (2, -1)})
    call = "nested_model(n_cells=4, n_genes=2)"
    expect.shape(drawn.returned, (4, 2), f"what {call} returned")

    # a broad table, and every y in it is exactly at its mu
    levels = torch.tensor([0.5, 1.5, 4.0])
    held = expect.trace(nested_model, (levels.expand(2, 3),), values={"mu": levels})
    expect.site(held, "y", batch_shape=(2, 3), plates={"N": (2, -2), "G": (3, -1)})
    of_mu, of_y = held.sites["mu"].log_prob, held.sites["y"].log_prob
    wanted = torch.full((2, 3), -0.695795)
    expect.close(of_mu, [-0.5, -1.5, -4.0], "the log density of mu at [0.5, 1.5, 4.0]")
    expect.close(of_y, wanted, "the log density of each y at its mu")

# %% nbgrader={"grade": true, "grade_id": "nested_sizes", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The data decide the sizes", also="other tables, and every way to leave a size out"
):
    trace = expect.trace(nested_model, (table,), {"n_cells": 5, "n_genes": 2})
    sizes = {name: site.size for name, site in trace.sites.items() if name in "NG"}
    what = "the sizes of the plates, for a table [7, 3] and n_cells=5, n_genes=2,"
    expect.equal(sizes, {"N": 7, "G": 3}, what)
    error = expect.error(nested_model, (), {"n_cells": 5})
    expect.raised(error, "ValueError", "nested_model(n_cells=5)")

# %% [markdown] nbgrader={"grade": false, "grade_id": "look_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Look at your own model. The cells should run down, the genes across, and each column should share its mu. In
# the table of shapes, y has two dims and mu has only the right one. (The values of mu are draws from the
# prior. Nothing is fitted here.)

# %%
def look(model, *args, **kwargs) -> None:
    """Print the shapes of one run of a model, and draw it."""
    trace = poutine.trace(model).get_trace(*args, **kwargs)
    print(trace.format_shapes())
    draw_trace(trace)


with expect.when_written("nested_model"):
    look(nested_model, table)

# %% [markdown] nbgrader={"grade": false, "grade_id": "dims_task", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Say the dim yourself
#
# "The rightmost dim that is free" depends on the order in which plates are entered. You can also say it:
# `pyro.plate("days", 4, dim=-2)` owns dim -2 wherever it stands, alone or with others. Compare the shape of
# `morning` here with the one above:

# %%
def bakery_with_dims() -> torch.Tensor:
    """The bakery again: days down, ovens across, though the days are still outside."""
    with pyro.plate("days", 4, dim=-2):
        morning = pyro.sample("morning", dist.Normal(20.0, 2.0))
        with pyro.plate("ovens", 2, dim=-1):
            return pyro.sample("heat", dist.Normal(10.0 * morning, 5.0))


trace = poutine.trace(bakery_with_dims).get_trace()
print(trace.format_shapes())
draw_trace(trace, "heat")

# %% [markdown] nbgrader={"grade": false, "grade_id": "dims_contract", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `morning` now has length 1 in dim -1. That 1 holds the place open for the ovens: one value per row, for all
# columns. You wrote no `reshape`; the plate did it.
#
# ## Task 2: the dims are yours to choose · 4 points
#
# A second laboratory sends its tables the other way round: genes down, cells across. With explicit dims one
# model serves both. Write `dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1)`:
#
# - Plate `"N"` (cells) owns dim `cell_dim`, plate `"G"` (genes) owns dim `gene_dim`. The two numbers are -2
#   and -1, or -1 and -2.
# - `data` has the cells in its dimension `cell_dim` and the genes in its dimension `gene_dim`: so [N, G] by
#   default and [G, N] when `cell_dim=-1, gene_dim=-2`. As before, data decide the sizes (each size is read
#   off its own dimension), and ValueError, with any text, when there are no data and a size is missing.
# - Site `"mu"` ~ Gamma(1, 1), one value per gene, inside plate "G" only: shape [G] by default, shape [G, 1]
#   when `gene_dim=-2`.
# - Site `"y"` ~ Normal(mu, NOISE), inside both plates, no `to_event`; observed when data are given. It has
#   the shape of the data: [N, G] by default, [G, N] the other way round.
# - It returns y.
#
# About 5 lines again, and no `if`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Where in the bakery does it say which dim a plate owns? That may be a variable as well as a number.
#
# </details>
#
# <details><summary>Hint 2: a bigger push</summary>
#
# Now read the docstring of `table_sizes` once more, and this time its last two arguments as well.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Start from your `nested_model`. Only two kinds of things change: how the sizes are asked for, and each plate
# is told its dim. mu and y are written exactly as before; broadcasting does the rest.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "dims_model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dims_model(
    data: torch.Tensor | None = None,
    n_cells: int | None = None,
    n_genes: int | None = None,
    cell_dim: int = -2,
    gene_dim: int = -1,
) -> torch.Tensor:
    """The table in either layout: cells in dim `cell_dim`, genes in dim `gene_dim`.

    data [N, G] (default dims), [G, N] (cell_dim=-1, gene_dim=-2), or None.
    Sites mu [G] or [G, 1] in plate "G", y (shape of the data) in plates "N" and "G".
    Returns y.
    ValueError when there are no data and a size is missing.
    Example: dims_model(n_cells=7, n_genes=3, cell_dim=-1, gene_dim=-2).shape is (3, 7).
    """
    ### BEGIN SOLUTION
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    with pyro.plate("G", n_genes, dim=gene_dim):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=cell_dim):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dims_grid", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "By default cells go down and genes across",
    also="other tables, and densities at other values",
):
    levels = torch.tensor([0.5, 1.5, 4.0])
    trace = expect.trace(dims_model, (levels.expand(7, 3),), values={"mu": levels})
    both = {"N": (7, -2), "G": (3, -1)}
    expect.site(trace, "mu", batch_shape=(3,), event_shape=(), plates={"G": (3, -1)})
    expect.site(trace, "y", observed=True, event_shape=(), plates=both)
    expect.shape(trace.returned, (7, 3), "what dims_model returned for a table [7, 3]")
    of_mu, of_y = trace.sites["mu"].log_prob, trace.sites["y"].log_prob
    expect.close(of_mu, [-0.5, -1.5, -4.0], "the log density of mu at [0.5, 1.5, 4.0]")
    wanted = torch.full((7, 3), -0.695795)
    expect.close(of_y, wanted, "the log density of each y at its mu")
    error = expect.error(dims_model, (), {"n_cells": 5})
    expect.raised(error, "ValueError", "dims_model(n_cells=5)")

# %% nbgrader={"grade": true, "grade_id": "dims_layout", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The same model reads a table on its side",
    also="densities, other sizes, square tables",
):
    trace = expect.trace(dims_model, (table.T,), {"cell_dim": -1, "gene_dim": -2})
    both = {"G": (3, -2), "N": (7, -1)}
    expect.sites(trace, latent=["mu"], observed=["y"])
    expect.site(trace, "mu", batch_shape=(3, 1), event_shape=(), plates={"G": (3, -2)})
    expect.site(trace, "y", event_shape=(), plates=both)
    expect.close(trace.returned, table.T, "what dims_model returned for table.T")

# %%
with expect.when_written("dims_model"):
    look(dims_model, table.T, cell_dim=-1, gene_dim=-2)

# %% [markdown] nbgrader={"grade": false, "grade_id": "variables_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Plates kept in variables
#
# A plate is an object. You can make it once, give it a name, and enter it as often as you like. You need that
# as soon as two latents live in *different* plates: neither plate is then "outside". Several plates are
# entered together with a comma, `with days, ovens:`, and the order after `with` does not matter once the dims
# are said.
#
# And if they are not said? Each plate that is entered alone takes the rightmost free dim, and both find -1
# free. The second program of the next cell makes one plate twice, under the same name; it is run bare, and then
# in a trace.

# %%
def bakery_without_dims() -> torch.Tensor:
    """One value per day, one value per oven, and a table of both. It stops: why?"""
    days = pyro.plate("days", 4)
    ovens = pyro.plate("ovens", 2)
    with days:
        morning = pyro.sample("morning", dist.Normal(20.0, 2.0))
    with ovens:
        extra = pyro.sample("extra", dist.Normal(0.0, 10.0))
    with days, ovens:
        return pyro.sample("heat", dist.Normal(10.0 * morning + extra, 5.0))


def bakery_made_twice() -> torch.Tensor:
    """The plate of the days is made anew for the second site."""
    with pyro.plate("days", 4):
        morning = pyro.sample("morning", dist.Normal(20.0, 2.0))
    with pyro.plate("days", 4):
        return pyro.sample("noon", dist.Normal(morning + 5.0, 2.0))


try:
    poutine.trace(bakery_without_dims).get_trace()
except ValueError as error:
    print(type(error).__name__, "-", str(error).split("Trace Shapes")[0])

print("made twice, a bare run: shape", list(bakery_made_twice().shape))
try:
    poutine.trace(bakery_made_twice).get_trace()
except RuntimeError as error:
    print("made twice, in a trace:", type(error).__name__, "-", error)

# %% [markdown] nbgrader={"grade": false, "grade_id": "scale_task", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Two plates collide when they want the same dim at the same time. (Nested `with` statements without dims never
# meet this: there the inner plate is entered while the outer one holds its dim.) And making a plate a second
# time is no way round it. A bare run lets it pass, but a plate is a site of the trace, each name may stand in a
# trace only once, and all inference works on traces.
#
# ## Task 3: a scale per cell · 3 points
#
# Some cells were measured well and some badly. So the scale of y is no longer the constant NOISE: every cell
# has a scale of its own, nu, and all genes of that cell share it.
#
# ```
# for each gene j:            mu[j]   ~ Gamma(1, 1)
# for each cell i:            nu[i]   ~ Gamma(1, 1)
# for each cell i, gene j:    y[i, j] ~ Normal(mu[j], nu[i])
# ```
#
# Write `scale_model(data=None, n_cells=None, n_genes=None)`, with each plate made once and kept in a
# variable:
#
# - `data` [N, G] or None; sizes and ValueError as in task 1.
# - Plate `"G"` owns dim -1, plate `"N"` owns dim -2.
# - Site `"mu"` ~ Gamma(1, 1), one value per gene: shape [G], inside plate "G" only.
# - Site `"nu"` ~ Gamma(1, 1), one value per cell: shape [N, 1], inside plate "N" only.
# - Site `"y"` ~ Normal with loc mu and **scale** nu: shape [N, G], inside both plates, no `to_event`;
#   observed when data are given.
# - It returns y, a tensor [N, G].
#
# The order of mu and nu is yours. About 9 lines.
#
# <details><summary>Hint 1: a nudge</summary>
#
# There are three `with` blocks: one for each latent, and one for y. Which plates are open in each of them?
#
# </details>
#
# <details><summary>Hint 2: a bigger push</summary>
#
# The bakery without dims is nearly the model you need. What has to be said about each plate, so that the two
# do not want the same place?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Print the shapes of mu and nu. If nu has shape [N, 1] and mu has shape [G], torch stretches both to [N, G]
# by itself: no `reshape`, `squeeze` or `.T` anywhere. If nu has shape [N], its plate owns the wrong dim.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "scale_model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def scale_model(
    data: torch.Tensor | None = None,
    n_cells: int | None = None,
    n_genes: int | None = None,
) -> torch.Tensor:
    """A table with a level mu per gene and a scale nu per cell, by plates in variables.

    data [N, G] or None; sites mu [G] in plate "G" (dim -1), nu [N, 1] in plate "N"
    (dim -2), y [N, G] in both. Returns y [N, G].
    ValueError when there are no data and a size is missing.
    Example: scale_model(n_cells=7, n_genes=3).shape is (7, 3).
    """
    ### BEGIN SOLUTION
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "scale_grid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "mu per gene, nu per cell",
    also="other tables, square ones too, and densities at other values",
):
    trace = expect.trace(scale_model, (table,), {"n_cells": 5, "n_genes": 2})
    both = {"N": (7, -2), "G": (3, -1)}
    expect.sites(trace, latent=["mu", "nu"], observed=["y"])
    expect.site(trace, "mu", batch_shape=(3,), event_shape=(), plates={"G": (3, -1)})
    expect.site(trace, "nu", batch_shape=(7, 1), event_shape=(), plates={"N": (7, -2)})
    expect.site(trace, "y", batch_shape=(7, 3), event_shape=(), plates=both)
    expect.close(trace.returned, table, "what scale_model returned for table")

    # every y is exactly at its mu: then its log density tells the scale
    levels, scales = torch.tensor([0.5, 1.5, 4.0]), torch.tensor([[0.5], [2.0]])
    values = {"mu": levels, "nu": scales}
    held = expect.trace(scale_model, (levels.expand(2, 3),), values=values)
    wanted = torch.tensor([[-0.225791], [-1.612086]]).expand(2, 3)
    of_y = held.sites["y"].log_prob
    expect.close(of_y, wanted, "the log density of each y at its mu")
    error = expect.error(scale_model, (), {"n_genes": 5})
    expect.raised(error, "ValueError", "scale_model(n_genes=5)")

# %%
with expect.when_written("scale_model"):
    look(scale_model, table)

# %% [markdown] nbgrader={"grade": false, "grade_id": "payoff_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What it is good for
#
# mu is constant down each column, nu is constant along each row. Now let the model find them. Below, a larger
# table is made in which one cell is far noisier than the others, and a guide for free (step 14) is fitted to
# your `scale_model`. It is not graded. Is the bad cell found? The last two lines compare two guesses at the
# genes' levels, the fitted mu and the plain mean of each column. Which is closer, and what does nu have to do
# with it?


# %%
def fit_scales(data: torch.Tensor, steps: int = 200) -> dict[str, torch.Tensor]:
    """Medians of mu [G] and nu [N, 1] in a guide of scale_model, for data [N, G]."""
    pyro.clear_param_store()
    pyro.set_rng_seed(0)
    guide = AutoNormal(scale_model)
    svi = SVI(scale_model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.99}), Trace_ELBO())
    for _ in range(steps):
        svi.step(data)
    return guide.median(data)


pyro.set_rng_seed(1)
true_nu = torch.tensor([[0.5], [0.5], [4.0], [0.5], [0.5]])  # [N, 1]: a bad third cell
levels = torch.linspace(0.5, 5.0, 8)  # [G]
messy = levels + true_nu * torch.randn(5, 8)  # [N, G]

with expect.when_written("scale_model"):
    median = fit_scales(messy)
    columns = ["nu of the cells", *map(str, range(5))]
    rows = [["true", *true_nu.flatten()], ["fitted", *median["nu"].flatten()]]
    show.table("The scales", columns, rows)
    columns = ["mu of the genes", *map(str, range(8))]
    rows = [["true", *levels], ["fitted", *median["mu"]]]
    rows.append(["mean of the column", *messy.mean(0)])
    show.table("The levels", columns, rows)
    fitted, plain = (median["mu"] - levels).abs(), (messy.mean(0) - levels).abs()
    print(f"mean error of mu, fitted:        {fitted.mean():.2f}")
    print(f"mean error of the column means:  {plain.mean():.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What you can do now
#
# - You can nest plates, and you know who gets which dim: the outer plate takes -1, the inner one -2, unless
#   you say otherwise.
# - You can give plates explicit dims, so that a model no longer depends on the order of its `with` statements
#   or on how a table lies.
# - You can keep plates in variables, and let latents live in different plates and meet in a table.
# - You test a model on a table that is **not** square, because a square one forgives everything.
# - You can read `format_shapes()`: a 1 in a shape is a place held open for the other plate.
#
# Next, in step 15b: not every dimension of a value is a plate. What `to_event` is really for.

# %%
expect.overview()  # how far are you? run this cell whenever you like
