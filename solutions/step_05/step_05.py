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

from autograder import expect, show


# %% nbgrader={"grade": false, "grade_id": "bakeries", "locked": true, "schema_version": 3, "solution": false, "task": false}
def bakeries(weighed: torch.Tensor | None = None) -> torch.Tensor:
    """Three shops, four loaves each. weighed: [4, 3], or None. Returns the weights."""
    usual = pyro.param("usual", torch.tensor(500.0))
    flour = pyro.sample("flour", dist.Normal(0.0, 1.0))  # one delivery for all shops
    with pyro.plate("shops", 3):
        oven = pyro.sample("oven", dist.Normal(220.0, 5.0))  # [3]: one in each shop
        with pyro.plate("loaves", 4):
            middle = usual + 4.0 * flour - 2.0 * (oven - 220.0)
            return pyro.sample("weight", dist.Normal(middle, 10.0), obs=weighed)


pyro.clear_param_store()
pyro.set_rng_seed(5)
trace = poutine.trace(bakeries).get_trace()
print(trace.format_shapes())

# %% [markdown]
# ## 1. The table of shapes
#
# You know this table from step 3. For each sample site it has a row for the distribution (`dist`) and one for the
# value. The bar `|` has the **batch shape** on its left, several draws side by side, and the **event shape** on its
# right, the parts of one draw. (The plates have rows as well, with the indices of their members as their value. They
# say which draws are independent: in step 3 you saw that a batch alone does not.) Where does the table get the shapes
# from? From the entry's distribution, `node["fn"]`: every distribution object knows its `batch_shape` and its
# `event_shape`.
#
# Look at `oven`: in the program its distribution is a single `Normal(220, 5)`, but the plate has widened it to
# three. What stands in the trace is the widened one.

# %%
for name in ("flour", "oven", "weight"):
    fn = trace.nodes[name]["fn"]
    batch, event = tuple(fn.batch_shape), tuple(fn.event_shape)
    print(f"{name:7} batch shape {batch}, event shape {event}")

# two recipes; each has three parts that add up to 1
recipe = dist.Dirichlet(torch.tensor([5.0, 3.0, 1.0])).expand([2])
batch, event = tuple(recipe.batch_shape), tuple(recipe.event_shape)
print(f"recipe  batch shape {batch}, event shape {event}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_table", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: your own table · 3 points
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
    """One row for each sample site, in order.

    A row has the keys "name", "observed", "batch_shape" and "event_shape".

    >>> row = site_table(trace.nodes)[1]
    >>> row["name"], row["observed"], row["batch_shape"], row["event_shape"]
    ('oven', False, torch.Size([3]), torch.Size([]))
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


# %% [markdown]
# Your functions should work for any model. So the checks below try them on two: the bakeries, and a mill that has
# what the bakeries have not: a site that is observed, an event shape, a param inside a plate, and sites that are not
# in the order of the alphabet.

# %% nbgrader={"grade": false, "grade_id": "mill", "locked": true, "schema_version": 3, "solution": false, "task": false}
def mill() -> None:
    """Two sacks, weighed in kilograms, and the shares of three grains in each."""
    with pyro.plate("sacks", 2):
        full = pyro.param("full", torch.tensor(25.0))
        pyro.sample("weight", dist.Normal(full, 2.0), obs=torch.tensor([24.0, 27.5]))
        pyro.sample("grain", dist.Dirichlet(torch.tensor([5.0, 3.0, 1.0])))


# %% nbgrader={"grade": true, "grade_id": "table", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "One row for each sample site, in order", also="tables of other models"
):
    wanted = {
        "bakeries": [("flour", [], []), ("oven", [3], []), ("weight", [4, 3], [])],
        "mill": [("weight", [2], []), ("grain", [2], [3])],
    }
    for program in (bakeries, mill):
        recorded = poutine.trace(program).get_trace()
        rows = expect.call(site_table, (recorded.nodes,))
        what, sites = f"the table of {program.__name__}", wanted[program.__name__]
        expect.length(rows, len(sites), what)
        for row, (name, batch, event) in zip(rows, sites, strict=True):
            observed = recorded.nodes[name]["is_observed"]
            facts = {"name": name, "observed": observed}
            facts |= {"batch_shape": batch, "event_shape": event}
            row = expect.dictionary(row, f"a row in {what}", facts)
            for key, fact in facts.items():
                expect.equal(row[key], fact, f"'{key}' of '{name}' in {what}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. The score of a site
#
# A site's **log density** is a question to its distribution: `node["fn"].log_prob(node["value"])`. The answer has
# the batch shape: one term for each draw of the batch. The parts of an event are not scored one by one, they get one
# term together. The terms of a site are added up, and then the sites.

# %%
for name in ("flour", "oven", "weight"):
    node = trace.nodes[name]
    terms = node["fn"].log_prob(node["value"])
    shape = f"terms of shape {tuple(terms.shape)!s:7}"
    print(f"{name:7} {shape} add up to {terms.sum().item():8.3f}")
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
    facts = f"scale {node['scale']}, mask {node['mask']}"
    print(f"{name:7} value {node['value'].tolist()}, {facts}")
careful.compute_log_prob()
fallen = careful.nodes["fallen"]
print("what the terms of 'fallen' would be:", fallen["unscaled_log_prob"])
print("how they are counted:               ", fallen["log_prob"])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `scale` multiplies. It already holds everything at once: a `poutine.scale` around a plate of which a part was
# picked gives the product. `mask` is `None` (everything counts), or `True` or `False` for all, or a tensor of
# `True` and `False` of the shape of the terms (or one that widens to it).
#
# ## Task 2: your own log_prob_sum · 5 points
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
    """The log density of a run: all sample sites' terms, scaled and masked, added up.

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
    "Without weights and masks: the score of a run", also="models with other shapes"
):
    for program in (bakeries, mill):
        recorded = poutine.trace(program).get_trace()
        what = f"what log_prob_sum returned for a run of {program.__name__}"
        total = expect.call(log_prob_sum, (recorded.nodes,))
        expect.number(total, what)
        expect.close(total, recorded.log_prob_sum().item(), what, atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "score_weights", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "With weights and masks: the score of the careful baker",
    also="other weights, masks and plates",
):

    def lost():
        """Loaves that fell so far that their terms are minus infinity."""
        grams = torch.tensor([503.0, 1e30])
        with pyro.plate("two", 2), poutine.mask(mask=torch.tensor([True, False])):
            pyro.sample("one", dist.Normal(500.0, 10.0), obs=grams)
        with pyro.plate("again", 2), poutine.mask(mask=False):
            pyro.sample("none", dist.Normal(500.0, 10.0), obs=grams)

    for program in (careful_baker, lost):
        recorded = poutine.trace(program).get_trace()
        what = f"what log_prob_sum returned for a run of {program.__name__}"
        total = expect.call(log_prob_sum, (recorded.nodes,))
        expect.close(total, recorded.log_prob_sum().item(), what, atol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "plates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Plates
#
# How does an entry know in which plates it stands? Every entry that was made inside of a `with pyro.plate(...)` has
# a note of it, under the key `cond_indep_stack` (a *stack* of *conditionally independent* repetitions). There is
# one **frame** for each plate around it.

# %%
entries = {name: trace.nodes[name] for name in ("flour", "oven", "weight")}
entries["some"] = careful.nodes["some"]
for name, node in entries.items():
    print(name)
    for frame in node["cond_indep_stack"]:
        sizes = f"size={frame.size}, full_size={frame.full_size}"
        print(f"    name={frame.name!r}, dim={frame.dim}, {sizes}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_plates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A frame has the plate's name, and:
#
# - `dim`: along which dimension of the batch shape the plate lies, counted from the right: -1 is the last, -2 the
#   one before it. The weights have the shape `(4, 3)`: the shops lie along -1, the loaves along -2.
# - `size`: how many members this run looked at; and `full_size`: how many there are. They differ when only a part
#   was picked.
#
# ## Task 3: what stands on each plate · 3 points
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
            sizes = {"size": frame.full_size, "taken": frame.size}
            empty = {"dim": frame.dim, **sizes, "sites": []}
            plates.setdefault(frame.name, empty)["sites"].append(name)
    return plates
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "plates_found", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The plates, and what stands on them", also="plates of other models"):
    loaves = {"dim": -2, "size": 4, "taken": 4, "sites": ["weight"]}
    shops = {"dim": -1, "size": 3, "taken": 3, "sites": ["oven", "weight"]}
    sacks = {"dim": -1, "size": 2, "taken": 2, "sites": ["weight", "grain"]}
    three = {"dim": -1, "size": 3, "taken": 3, "sites": ["fallen"]}
    eight = {"dim": -1, "size": 8, "taken": 2, "sites": ["some"]}
    for program, wanted in (
        (bakeries, {"loaves": loaves, "shops": shops}),
        (mill, {"sacks": sacks}),
        (careful_baker, {"three": three, "eight": eight}),
    ):
        recorded = poutine.trace(program).get_trace()
        what = f"what plates_of returned for a run of {program.__name__}"
        plates = expect.call(plates_of, (recorded.nodes,))
        expect.dictionary(plates, what, wanted)
        for name, facts in wanted.items():
            expect.dictionary(plates[name], f"the entry of '{name}'", facts)
            for key, fact in facts.items():
                expect.equal(plates[name][key], fact, f"'{key}' of the plate '{name}'")

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
    """Each site's term of the log density, when the sites are held at these values."""
    held = poutine.trace(poutine.condition(bakeries, data=values)).get_trace()
    held.compute_log_prob()
    return {name: held.nodes[name]["log_prob_sum"].item() for name in values}


names = ("flour", "oven", "weight")
values = {name: trace.nodes[name]["value"].detach().clone() for name in names}
looks = {
    "as it was": scores_of_bakeries(values),
    "the oven raised": scores_of_bakeries({**values, "oven": values["oven"] + 0.1}),
    "the flour raised": scores_of_bakeries({**values, "flour": values["flour"] + 0.1}),
}
rows = [
    [look, *(f"{scores[name]:.4f}" for name in names)] for look, scores in looks.items()
]
show.table("Each site's term of the log density", ["", *names], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_edges", "locked": true, "schema_version": 3, "solution": false, "task": false}
# When the oven is raised, its own term changes and that of the weight; the flour does not care. So there is an
# arrow from the oven to the weight.
#
# ## Task 4: find the arrows · 3 points
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
# Look at the three experiments in the cell above. Which parts are the same for each of them, and which are new?
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
    """The arrows of a model: (from, to) where raising `from` changes the score of `to`.

    scores: from a dictionary like `values` to each site's term of the log density.
    """
    ### BEGIN SOLUTION
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        changed = [name for name in values if after[name] != before[name]]
        edges += [(raised, name) for name in changed if name != raised]
    return edges
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "edges_found", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The arrows of two models", also="the arrows of other models"):

    def scores_of_three(values):
        """Two arrows from one site: a -> b and a -> c."""
        a, b, c = (values[name].item() for name in "abc")
        return {"a": -(a**2), "b": -((b - a) ** 2), "c": -((c - a) ** 2)}

    def look(scores, values):
        """What edges_of finds, and the values after it."""
        mine = {name: value.clone() for name, value in values.items()}
        return [edges_of(scores, mine), mine]

    three = {"c": torch.tensor(2.0), "a": torch.tensor(1.0), "b": torch.tensor(0.5)}
    backwards = {name: values[name] for name in ("weight", "oven", "flour")}
    for scores, at, wanted in (
        (scores_of_bakeries, backwards, [["flour", "weight"], ["oven", "weight"]]),
        (scores_of_three, three, [["a", "b"], ["a", "c"]]),
    ):
        found, after = expect.call(look, (scores, at))
        arrows = sorted(found, key=str) if isinstance(found, list) else found
        what = f"edges_of({scores.__name__}, values)"
        expect.equal(arrows, wanted, f"the list of arrows of {what}")
        for name, value in at.items():
            expect.close(after[name], value, f"values['{name}'] after edges_of")

# %% [markdown]
# ## The diagram
#
# Put your four functions together, and the model draws itself. A circle is a random variable, grey when it is
# observed; an arrow says "depends on"; a box is a plate, with its size in the corner. You saw such a picture in
# step 3. It is called a **plate diagram**, and it is how models are drawn in papers. (Pyro has `pyro.render_model`
# for it; it needs the program Graphviz.)


# %%
def draw_diagram(nodes, edges, places):
    """Draw sites as circles at (x, y) places, arrows, and plates as boxes."""
    plates, rows = plates_of(nodes), site_table(nodes)
    figure, axes = plt.subplots(figsize=(7, 4.4))
    for name, plate in plates.items():
        sites = set(plate["sites"])
        within = sum(set(other["sites"]) < sites for other in plates.values())  # boxes
        xs, ys = zip(*(places[site] for site in plate["sites"]), strict=True)
        left, right = min(xs) - 0.75 - 0.2 * within, max(xs) + 0.75 + 0.2 * within
        low, high = min(ys) - 0.8 - 0.35 * within, max(ys) + 0.6
        axes.add_patch(plt.Rectangle((left, low), right - left, high - low, fill=False))
        said = f"{name}: {plate['size']}"
        axes.text(right - 0.07, low + 0.05, said, ha="right", va="bottom")
    for start, end in edges:
        arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 22, "shrinkB": 22}
        axes.annotate("", xy=places[end], xytext=places[start], arrowprops=arrow)
    for row in rows:
        x, y = places[row["name"]]
        fill = "lightgrey" if row["observed"] else "white"
        axes.plot(x, y, "o", markersize=44, color=fill, markeredgecolor="black")
        axes.text(x, y, row["name"], ha="center", va="center")
    axes.set(xlim=(-1.2, 3.6), ylim=(-1.1, 2.8), aspect="equal")
    axes.axis("off")
    arrows = ", ".join(f"{start} to {end}" for start, end in edges)
    boxes = [f"{name} around {', '.join(plates[name]['sites'])}" for name in plates]
    said = f"A plate diagram. Arrows: {arrows}. Boxes: {'; '.join(boxes)}."
    show.figure(figure, said)


weighed = bakeries().detach()  # a morning that we pretend to have seen
observed_trace = poutine.trace(bakeries).get_trace(weighed)
places = {"flour": (-0.4, 2.0), "oven": (2.4, 2.0), "weight": (2.4, 0.2)}
with expect.when_written("site_table", "plates_of", "edges_of"):
    arrows_found = edges_of(scores_of_bakeries, values)
    draw_diagram(observed_trace.nodes, arrows_found, places)

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

# %%
expect.overview()  # how far are you? run this cell whenever you like
