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
# # Step 5 · Inside a trace
#
# | | |
# |---|---|
# | **Goal** | Work out from the entries of a trace what Pyro tells you: shapes, scores, plates, and who depends on whom |
# | **Minutes** | 45 |
# | **Prerequisites** | step_04 |

# %% [markdown]
# ## Open the box
#
# In step 4 you read a trace: names, values, and one number, `log_prob_sum()`, that came ready-made. Nearly
# everything that Pyro will do for you later starts from that number. So this time we take the lid off. By the end
# of this notebook you will have rebuilt four things that Pyro works out from a trace:
#
# 1. the table of shapes,
# 2. the log density of the run, with every weight and mask that a site may have,
# 3. the plates, and what stands in them,
# 4. the diagram of the model: who depends on whom.
#
# None of them takes more than a few lines, because a trace is only a dictionary of dictionaries. The bakery from
# step 4 has grown meanwhile: there are three shops now.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.poutine.util import site_is_subsample

from autograder import expect


# %% nbgrader={"grade": false, "grade_id": "bakeries", "locked": true, "schema_version": 3, "solution": false, "task": false}
def bakeries(weighed: torch.Tensor | None = None) -> torch.Tensor:
    """A morning in three shops with four loaves each. weighed: grams, [4, 3], or None; returns the weights."""
    usual = pyro.param("usual", torch.tensor(500.0))
    flour = pyro.sample("flour", dist.Normal(0.0, 1.0))  # one delivery, the same for all shops
    with pyro.plate("shops", 3):
        oven = pyro.sample("oven", dist.Normal(220.0, 5.0))  # [3]: each shop has an oven of its own
        with pyro.plate("loaves", 4):
            middle = usual + 4.0 * flour - 2.0 * (oven - 220.0)
            return pyro.sample("weight", dist.Normal(middle, 10.0), obs=weighed)  # [4, 3]


pyro.clear_param_store()
pyro.set_rng_seed(5)
trace = poutine.trace(bakeries).get_trace()
print(trace.format_shapes())

# %% [markdown]
# ## 1. The table of shapes
#
# You know this table from step 3. For each sample site it has a row for the distribution (`dist`) and one for the
# value. The bar `|` has the **batch shape** on its left, independent draws, and the **event shape** on its right,
# the parts of one draw. (The plates are listed as well, with the indices of their members as their value.) Where
# does the table get them from? From the entry's distribution, `node["fn"]`: every distribution object knows its
# `batch_shape` and its `event_shape`.
#
# Look at `oven`: in the program its distribution is a single `Normal(220, 5)`, but the plate has widened it to
# three. What stands in the trace is the widened one.

# %%
for name in ("flour", "oven", "weight"):
    fn = trace.nodes[name]["fn"]
    print(f"{name:7} batch shape {tuple(fn.batch_shape)}, event shape {tuple(fn.event_shape)}")

recipe = dist.Dirichlet(torch.tensor([5.0, 3.0, 1.0])).expand([2])  # two recipes; each has three parts that add up to 1
print("recipe  batch shape", tuple(recipe.batch_shape), "event shape", tuple(recipe.event_shape))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_table", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: your own table
#
# All functions in this notebook get **`nodes`**: a dictionary of entries, like `trace.nodes`. It comes from *any*
# model. Nobody has called `compute_log_prob` on it.
#
# Write `site_table(nodes)`:
#
# - It returns a **list with one dictionary for each sample site**, in the order of the run. Observed and drawn
#   sites both belong in it; parameters, the helpers of plates, `_INPUT` and `_RETURN` do not (see step 4).
# - Each dictionary has exactly these keys: `"name"`, a string; `"observed"`, `True` or `False`; `"batch_shape"` and
#   `"event_shape"` of the site's distribution, tuples of whole numbers (a `torch.Size` is one), empty where there
#   are no dims.
#
# <details><summary>Hint 1: which entries?</summary>
#
# The same ones as in `values_of` of step 4. You need this question in each task here: write yourself a small helper
# function for it, in the cell of Task 1.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# For each of these entries, one dictionary with four keys. Two of the values stand in the entry itself, two in its
# `fn`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "site_table", "locked": false, "schema_version": 3, "solution": true, "task": false}
def site_table(nodes: dict[str, dict]) -> list[dict]:
    """One row for each sample site, in order: {"name", "observed", "batch_shape", "event_shape"}.

    >>> site_table(trace.nodes)[1]
    {'name': 'oven', 'observed': False, 'batch_shape': torch.Size([3]), 'event_shape': torch.Size([])}
    """
    ### BEGIN SOLUTION
    return [
        {
            "name": name,
            "observed": node["is_observed"],
            "batch_shape": node["fn"].batch_shape,
            "event_shape": node["fn"].event_shape,
        }
        for name, node in nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    ]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "table", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "One row for each sample site of the bakeries", also="tables of other models, data, and event shapes"
):
    recorded = poutine.trace(bakeries).get_trace()
    rows = expect.call(site_table, (recorded.nodes,))
    expect.length(rows, 3, "the table of bakeries()")
    expect.that(all(isinstance(row, dict) for row in rows), "Each row of the table should be a dictionary.")
    expect.equal([row.get("name") for row in rows], ["flour", "oven", "weight"], "the list of names")
    expect.equal(sorted(rows[0]), ["batch_shape", "event_shape", "name", "observed"], "the list of keys in a row")

# %% [markdown] nbgrader={"grade": false, "grade_id": "score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. The score of a site
#
# A site's **log density** is a question to its distribution: `node["fn"].log_prob(node["value"])`. The answer has
# the batch shape: one term for each independent draw. The parts of an event are not scored one by one, they get one
# term together. The terms of a site are added up, and then the sites.

# %%
for name in ("flour", "oven", "weight"):
    node = trace.nodes[name]
    terms = node["fn"].log_prob(node["value"])
    print(f"{name:7} terms of shape {tuple(terms.shape)!s:7} add up to {terms.sum().item():8.3f}")
print(f"Pyro's log_prob_sum():             {trace.log_prob_sum().item():8.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# That is the whole secret, but for two keys of an entry that we have not looked at yet: **`scale`** and **`mask`**.
# They say that some terms count more than others, or not at all. There are three ways in which a program can say
# so.
#
# - **`poutine.scale(scale=3.0)`**: every site inside counts three times. Say that each weighed loaf stands for
#   three of its kind.
# - **`poutine.mask(mask=...)`**: where the mask is `False`, the term counts as nothing at all. Say that a loaf fell
#   on the floor. Its number is meaningless, however terrible the term that it would give.
# - **A plate with `subsample_size`**: look at a few members of the plate only, picked at random, and let them count
#   for all. With 2 of 8 loaves each term counts four times. This keeps large data sets affordable. (It is also why
#   a plate has an entry of its own: the picked indices are drawn.)


# %%
def careful_baker() -> None:
    with poutine.scale(scale=3.0):
        pyro.sample("thrice", dist.Normal(500.0, 10.0), obs=torch.tensor(510.0))
    grams = torch.tensor([498.0, 0.0, 505.0])
    with pyro.plate("three", 3), poutine.mask(mask=torch.tensor([True, False, True])):
        pyro.sample("fallen", dist.Normal(500.0, 10.0), obs=grams)
    eight = torch.tensor([490.0, 500.0, 510.0, 505.0, 495.0, 502.0, 498.0, 500.0])
    with pyro.plate("eight", 8, subsample_size=2) as picked:
        pyro.sample("some", dist.Normal(500.0, 10.0), obs=eight[picked])


pyro.set_rng_seed(1)
careful = poutine.trace(careful_baker).get_trace()
for name in ("thrice", "fallen", "some"):
    node = careful.nodes[name]
    print(f"{name:7} value {node['value'].tolist()}  scale {node['scale']}  mask {node['mask']}")
careful.compute_log_prob()
print("what the terms would be for the fallen loaf:", careful.nodes["fallen"]["unscaled_log_prob"].tolist())
print("how they are counted:                       ", careful.nodes["fallen"]["log_prob"].tolist())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `scale` multiplies. It already holds everything at once: a `poutine.scale` around a plate of which a part was
# picked gives the product. `mask` is `None` (everything counts), or `True` or `False` for all, or a tensor of
# `True` and `False` of the shape of the terms (or one that widens to it).
#
# ## Task 2: your own log_prob_sum
#
# Write `log_prob_sum(nodes)`: the log density of the run.
#
# - It adds up the terms of **all sample sites**, drawn and observed; each term is multiplied by the entry's
#   `scale`.
# - Where the `mask` is `False` a term counts as exactly 0, **whatever it would have been**, even minus infinity.
#   (So beware of multiplying: infinity times 0 is not 0, it is `nan`.)
# - Parameters have no log density. Helpers of plates are not counted either.
# - It returns a plain Python float. The entries are left as they are. Remember that no `log_prob` stands in them.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Begin without scale and mask: a loop over the right entries, as in Task 1, and a total. The first check below is
# then satisfied. Go on from there.
#
# </details>
#
# <details><summary>Hint 2: how do I use the mask?</summary>
#
# `torch.where(mask, terms, 0.0)` takes the terms where the mask is true, and 0 elsewhere. It wants a tensor as the
# mask: `torch.as_tensor(mask)` turns `True` or `False` into one. What remains is the case of `None`.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# For each site: terms from `fn` and `value`; times the scale; then the mask, if there is one; then the sum of that,
# added to the total.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_prob_sum", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_prob_sum(nodes: dict[str, dict]) -> float:
    """The log density of a run: the terms of all sample sites, scaled and masked, added up.

    nodes: the entries of a trace of any model, without "log_prob" in them.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "score_plain", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Without weights and masks: the score of the bakeries", also="models with other shapes and parameters"
):
    recorded = poutine.trace(bakeries).get_trace()
    total = expect.call(log_prob_sum, (recorded.nodes,))
    expect.number(total, "what log_prob_sum(nodes) returned")
    expect.close(total, recorded.log_prob_sum().item(), "what log_prob_sum(nodes) returned", atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "score_weights", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("With weights and masks: the score of the careful baker", also="other weights, masks and plates"):
    recorded = poutine.trace(careful_baker).get_trace()
    total = expect.call(log_prob_sum, (recorded.nodes,))
    expect.number(total, "what log_prob_sum(nodes) returned")
    expect.close(total, recorded.log_prob_sum().item(), "what log_prob_sum(nodes) returned", atol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "plates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Plates
#
# How does an entry know in which plates it stands? Every entry that was made inside of a `with pyro.plate(...)` has
# a note of it, under the key `cond_indep_stack` (a *stack* of *conditionally independent* repetitions). There is
# one **frame** for each plate around it.

# %%
for name in ("flour", "oven", "weight"):
    print(name)
    for frame in trace.nodes[name]["cond_indep_stack"]:
        print(f"    name={frame.name!r}, dim={frame.dim}, size={frame.size}, full_size={frame.full_size}")
print("some")
for frame in careful.nodes["some"]["cond_indep_stack"]:
    print(f"    name={frame.name!r}, dim={frame.dim}, size={frame.size}, full_size={frame.full_size}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A frame has the plate's name, and:
#
# - `dim`: along which dimension of the batch shape the plate lies, counted from the right: -1 is the last, -2 the
#   one before it. The weights have the shape `(4, 3)`: the shops lie along -1, the loaves along -2.
# - `size`: how many members this run looked at; and `full_size`: how many there are. They differ when only a part
#   was picked.
#
# ## Task 3: what stands on each plate
#
# Write `plates_of(nodes)`:
#
# - It returns a **dictionary** with one key for each plate **on which at least one sample site stands**: the
#   plate's name.
# - The value is a dictionary with exactly these keys: `"dim"`, the (negative) dim; `"size"`, how many members the
#   plate **has**; `"taken"`, how many of them this run looked at; `"sites"`, the list of the names of the sample
#   sites on it, in the order of the run.
# - Only sample sites count. A parameter that is asked for inside a plate has frames, too, and so has the helper of
#   a plate within another plate. They do not belong into `"sites"`.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Two loops, one in the other: over the sample sites, and for each over its frames. The keys of your dictionary are
# the names of the frames.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# When a frame's name is not in your dictionary yet, put it there with an empty list of sites. Then append the name
# of the site, in any case.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "plates_of", "locked": false, "schema_version": 3, "solution": true, "task": false}
def plates_of(nodes: dict[str, dict]) -> dict[str, dict]:
    """The plates with sample sites on them: name to {"dim", "size", "taken", "sites"}.

    >>> plates_of(trace.nodes)["loaves"]
    {'dim': -2, 'size': 4, 'taken': 4, 'sites': ['weight']}
    """
    ### BEGIN SOLUTION
    plates = {}
    for name, node in nodes.items():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            empty = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "plates_found", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The plates of the bakeries", also="other models, a part of a plate, and parameters in plates"):
    recorded = poutine.trace(bakeries).get_trace()
    plates = expect.call(plates_of, (recorded.nodes,))
    expect.that(isinstance(plates, dict), "plates_of(nodes) should return a dictionary.")
    expect.equal(sorted(plates), ["loaves", "shops"], "the list of plates")
    expect.equal(plates["loaves"], {"dim": -2, "size": 4, "taken": 4, "sites": ["weight"]}, "the plate 'loaves'")

# %% [markdown] nbgrader={"grade": false, "grade_id": "edges", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4. Who depends on whom?
#
# One thing does not stand in any entry: an arrow. The weight depends on the oven, and the oven does not depend on
# the flour. It is plain when one reads the program. Can it be found out from outside?
#
# Yes, by an experiment. Hold all sample sites at known values, and write down each site's term of the log density.
# Then raise *one* of the values a little and look again. Whose term has changed?
#
# - The term of the raised site itself. That says nothing.
# - The terms of the sites whose distribution is *made from* the raised value. These depend on it directly.
# - No others: all other sites look at values that are still where they were.
#
# The function below does one such look. (It uses `poutine.condition`, which holds sites at values; step 8 is about
# it.)


# %% nbgrader={"grade": false, "grade_id": "scores_at", "locked": true, "schema_version": 3, "solution": false, "task": false}
def scores_of_bakeries(values: dict[str, torch.Tensor]) -> dict[str, float]:
    """Each sample site's term of the log density, when the sites are held at these values."""
    held = poutine.trace(poutine.condition(bakeries, data=values)).get_trace()
    held.compute_log_prob()
    return {name: held.nodes[name]["log_prob_sum"].item() for name in values}


values = {name: trace.nodes[name]["value"].detach() for name in ("flour", "oven", "weight")}
print("as it was:       ", scores_of_bakeries(values))
print("the oven raised: ", scores_of_bakeries({**values, "oven": values["oven"] + 0.1}))
print("the flour raised:", scores_of_bakeries({**values, "flour": values["flour"] + 0.1}))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_edges", "locked": true, "schema_version": 3, "solution": false, "task": false}
# When the oven is raised, its own term changes and that of the weight; the flour does not care. So there is an
# arrow from the oven to the weight.
#
# ## Task 4: find the arrows
#
# Write `edges_of(scores, values)`:
#
# - `values` is a dictionary from the names of all sample sites to tensors, of any shape.
# - `scores` is a function like `scores_of_bakeries`, for *any* model: it takes such a dictionary and returns one
#   from each name to a float. The same values give exactly the same floats. Raising a value by 0.1 in all its
#   members gives values that are still allowed, and changes the term of each site that depends on it by more than
#   rounding.
# - It returns the **list of all arrows**, each a pair `(from, to)` of names: `to` depends directly on `from`. No
#   arrow leads from a site to itself, none comes twice; the order is free.
# - In each experiment **one** site is raised and all others are where they were. `values`, and the tensors in it,
#   are afterwards what they were before.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Look at the last three lines of the cell above. Which parts are the same for each experiment, and which are new?
#
# </details>
#
# <details><summary>Hint 2: I find too many arrows</summary>
#
# Is the site that you raised last time still raised? `tensor += 0.1` changes the very tensor that also stands in
# `values`; `tensor + 0.1` makes a new one. `{**values, name: something}` is a new dictionary in which one entry
# differs.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Once before the loop: the scores at the values as they are. For each site: the scores with this one raised. For
# each *other* site: if its two scores differ, there is an arrow from the raised one to it.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "edges_of", "locked": false, "schema_version": 3, "solution": true, "task": false}
def edges_of(scores, values: dict[str, torch.Tensor]) -> list[tuple[str, str]]:
    """The arrows of a model: (from, to) when raising `from` by 0.1 changes the score of `to`.

    scores: from a dictionary like `values` to each site's term of the log density, floats.
    """
    ### BEGIN SOLUTION
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        edges += [(raised, name) for name in values if name != raised and after[name] != before[name]]
    return edges
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "edges_found", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The arrows of the bakeries", also="other models, and whether the values are left as they were"):
    edges = expect.call(edges_of, (scores_of_bakeries, values))
    expect.that(isinstance(edges, list), "edges_of(scores, values) should return a list.")
    expect.that(["flour", "weight"] in [list(edge) for edge in edges], "There should be an arrow from flour to weight.")
    expect.that(["flour", "oven"] not in [list(edge) for edge in edges], "The oven does not depend on the flour.")

# %% [markdown]
# ## The diagram
#
# Put your four functions together, and the model draws itself. A circle is a random variable, grey when it is
# observed; an arrow says "depends on"; a box is a plate, with its size in the corner. You saw such a picture in
# step 3. It is called a **plate diagram**, and it is how models are drawn in papers. (Pyro has `pyro.render_model`
# for it; it needs the program Graphviz.)


# %%
def draw_diagram(nodes, edges, places):
    """Draw sites as circles at (x, y) places, arrows between them, and plates as boxes around their sites."""
    axes = plt.subplots(figsize=(7, 4.4))[1]
    plates = plates_of(nodes)
    for name, plate in plates.items():
        within = sum(
            set(other["sites"]) < set(plate["sites"]) for other in plates.values()
        )  # how many boxes are inside
        xs, ys = zip(*(places[site] for site in plate["sites"]), strict=True)
        left, right = min(xs) - 0.75 - 0.2 * within, max(xs) + 0.75 + 0.2 * within
        low, high = min(ys) - 0.8 - 0.35 * within, max(ys) + 0.6
        axes.add_patch(plt.Rectangle((left, low), right - left, high - low, fill=False))
        axes.text(right - 0.07, low + 0.05, f"{name}: {plate['size']}", ha="right", va="bottom")
    for start, end in edges:
        arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 22, "shrinkB": 22}
        axes.annotate("", xy=places[end], xytext=places[start], arrowprops=arrow)
    for row in site_table(nodes):
        x, y = places[row["name"]]
        axes.plot(x, y, "o", markersize=44, color="lightgrey" if row["observed"] else "white", markeredgecolor="black")
        axes.text(x, y, row["name"], ha="center", va="center")
    axes.set(xlim=(-1.2, 3.6), ylim=(-1.1, 2.8), aspect="equal")
    axes.axis("off")
    plt.show()


weighed = bakeries().detach()  # a morning that we pretend to have seen
observed_trace = poutine.trace(bakeries).get_trace(weighed)
places = {"flour": (-0.4, 2.0), "oven": (2.4, 2.0), "weight": (2.4, 0.2)}
draw_diagram(observed_trace.nodes, edges_of(scores_of_bakeries, values), places)

# %% [markdown]
# **Try it:** change `bakeries` in a copy of its own: let the oven depend on the flour, or move the flour into the
# plate of the shops. Before you draw, say what will change in the table, in the plates, and in the arrows.
#
# ## What you can do now
#
# - Read any entry of a trace: distribution, value, observed or not, batch and event shape, scale, mask, plates.
# - Add up a run's log density yourself, and say which terms count, and how often.
# - Find out which sites depend on which, by an experiment.
# - Read a plate diagram, and say how it follows from the program.
#
# In step 6 the log density gets its first real job: saying which of two settings fits the data better.
