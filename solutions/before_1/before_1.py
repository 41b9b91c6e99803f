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
# # Before 1 · Joint, marginal, conditional
#
# | | |
# |---|---|
# | **Goal** | Read a table of probabilities: sum out, condition, take it apart, and draw from it |
# | **Minutes** | 60 |
# | **Prerequisites** | none |

# %% [markdown]
# ## Does the ferry sail today?
#
# Welcome! You want to spend a day on an island, and once a day a ferry goes there. Most days it sails. On some it is
# cancelled, mostly when there is a storm, and storms come more often in winter. You are at home, it is a grey
# morning, and you would like to know your chances.
#
# Season, weather, ferry: three things that hang together, and we are not certain of them. This notebook is about the
# one table that says all there is to say about such things, and about the few moves with which every question to it
# is answered. They are the moves that a probabilistic programming language makes for you, later, in programs that no
# table could hold. If you have done them by hand once, nothing in there will look like magic.
#
# You need Python and a little PyTorch: lists, functions, tensors. There is no `pyro` in this notebook, and there must
# be none: everything here is written with `torch` and Python alone, and while your work is graded, Pyro is out of
# reach.
#
# Run every cell as you come to it (Shift + Enter). Change the examples, and run them again: you cannot break
# anything.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import itertools

import matplotlib.pyplot as plt
import torch

from autograder import expect, show

# %% [markdown]
# ## 1. One table holds everything
#
# First a smaller world than the island's. A café sells two drinks, and people take them with no milk, some, or lots.
# The next customer's order is two **random variables**: *drink*, which has two values, and *milk*, which has three.
# Together they have six possible outcomes. A table with one probability for each is called their **joint
# distribution**.
#
# Here it is as a tensor. Dim 0 is the drink, dim 1 is the milk: a table's dims stand in the order of its list of
# names. A value is written as its place, counted from 0. So `cafe[1, 2]` is the probability that the next customer
# orders tea *and* takes lots of milk.

# %%
cafe_names = ["drink", "milk"]
drinks, milks = ["coffee", "tea"], ["none", "some", "lots"]
cafe = torch.tensor(
    [
        [0.36, 0.18, 0.06],  # coffee, with no milk, some, lots
        [0.08, 0.20, 0.12],  # tea
    ]
)
print("shape:          ", cafe.shape)
print("tea with lots:  ", cafe[1, 2])
print("all six together:", cafe.sum())

# %% [markdown]
# No entry is negative, and all of them together make 1, since *something* will be ordered. Every table with these two
# properties is a joint distribution, and every question about the two variables has its answer in there.
#
# (The last digit of such a sum may be off: a `torch` number of the usual kind, float32, has about seven digits. The
# checks below know that.)
#
# ## 2. Marginal: sum out what you do not ask about
#
# How likely is tea? Tea comes with no milk, some or lots. These cannot happen together, so their probabilities *add*.
# To get the probabilities of the drink alone, add over all values of the milk. What remains is a table with one dim
# less. It is called the **marginal** distribution of the drink, because people used to write the sums into the margin
# of the paper.

# %%
drink = cafe.sum(dim=1)  # [2]: milk is dim 1, and it is gone
milk = cafe.sum(dim=0)  # [3]
print("drink:", drink)
print("milk: ", milk)

figure, axes = plt.subplots(figsize=(5.5, 2.8))
axes.set(xlim=(-1.3, 3.8), ylim=(2.6, -1.0))
for row in range(2):
    for column in range(3):
        share = cafe[row, column].item()
        box = plt.Rectangle((column - 0.5, row - 0.5), 1, 1, alpha=share / 0.4)
        axes.add_patch(box)
        axes.text(column, row, f"{share:.2f}", ha="center", va="center")
for column in range(3):
    axes.text(column, -0.7, milks[column], ha="center", color="dimgrey")
    axes.text(column, 1.95, f"{milk[column]:.2f}", ha="center", color="tab:red")
for row in range(2):
    axes.text(-1.2, row, drinks[row], va="center", color="dimgrey")
    axes.text(3.1, row, f"{drink[row]:.2f}", va="center", color="tab:red")
axes.text(3.1, 1.95, f"{cafe.sum():.2f}", color="tab:red")
axes.axis("off")
axes.set_title("The joint table, and the sums in its margin")
show.figure(
    figure,
    "A table of two rows, coffee and tea, and three columns, none, some and lots of "
    "milk; likely orders have darker boxes. In red the sums: to the right of each row, "
    "below each column, and 1 in the corner.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "island", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Now the island. For a thousand days somebody wrote down the season, the weather and what became of the ferry. The
# shares of these days are our joint distribution, with three variables of four, three and two values:

# %% nbgrader={"grade": false, "grade_id": "ferry", "locked": true, "schema_version": 3, "solution": false, "task": false}
NAMES = ["season", "weather", "ferry"]
VALUES = {
    "season": ["spring", "summer", "autumn", "winter"],
    "weather": ["calm", "breeze", "storm"],
    "ferry": ["sails", "cancelled"],
}
DAYS = torch.tensor(  # [4, 3, 2]; each pair: days on which it sailed, and not
    [
        [[118, 2], [82, 8], [6, 24]],  # spring: calm, breeze, storm
        [[248, 2], [102, 8], [0, 0]],  # summer: not one storm
        [[88, 2], [96, 14], [10, 40]],  # autumn
        [[29, 1], [51, 9], [8, 52]],  # winter
    ]
)
FERRY = DAYS / DAYS.sum()

# %% [markdown]
# With three variables it begins to matter that we know which dim is which. Three moves of PyTorch's, on the new
# table:

# %%
where = NAMES.index("weather")
print("weather is dim", where)
print("summed over it:     ", FERRY.sum(dim=where).shape)
print("dims in a new order:", FERRY.permute(2, 0, 1).shape)  # ferry, season, weather
print("summed over no dim? ", FERRY.sum(dim=[]).shape)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_marginal", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Look at the last line. An empty list of dims does not mean "none" to `sum`, it means "all". Whoever sums over a list
# of dims and forgets that it may be empty gets a single number where the whole table should be.
#
# ## Task 1: the marginal of any variables, in any order · 3 points
#
# Write `marginal(joint, names, keep)`, for tables of any number of variables with any numbers of values:
#
# - `joint` is a float tensor with one dim for each name in the list `names`, in that order. A variable may have a
#   single value: then its dim has size 1, and it is treated like any other.
# - `keep` is a list with some of these names: one, several, all, or none; in any order, each at most once.
# - It **returns** the marginal distribution of the variables in `keep`, as a tensor with exactly one dim for each of
#   them, **in the order of `keep`**. If `keep` is empty, that is a tensor of shape `()`: the sum over everything.
# - If a name in `keep` is not in `names`, it raises a `ValueError` whose text has that name in it.
# - `joint`, `names` and `keep` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# On paper, with three variables, keep = ["ferry", "season"]. Which dim has to go? In which order do the others stand
# then, and in which should they?
#
# </details>
#
# <details><summary>Hint 2: the numbers of the dims change while I sum</summary>
#
# When a dim is summed out, those behind it move up by one. Sum from the last dim to the first, and what is still to
# come keeps its number.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A loop over the places from the last to the first, which sums out each place whose name is not kept. Then make the
# list of the names that are left, in their old order; `permute` wants to know, for each name in `keep`, at which
# place of this list it stands. And a list's own `index` raises a `ValueError` that names what it does not find.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "marginal", "locked": false, "schema_version": 3, "solution": true, "task": false}
def marginal(joint: torch.Tensor, names: list[str], keep: list[str]) -> torch.Tensor:
    """The marginal distribution of the variables in keep, dims in the order of keep.

    joint: one dim for each of names. Returns a tensor with one dim for each of keep.
    Raises ValueError, naming it, where a name in keep is none of names.

    >>> marginal(FERRY, NAMES, ["ferry"])
    tensor([0.8380, 0.1620])
    """
    ### BEGIN SOLUTION
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.sum(dim)
    left = [name for name in names if name in keep]
    return table.permute([left.index(name) for name in keep])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "marginal_table", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Marginals of the ferry's table",
    also="tables of one to five variables, and keep with a single value",
):
    got = expect.call(marginal, (FERRY, NAMES, ["ferry"]))
    expect.close(got, [0.838, 0.162], 'what marginal returned for keep = ["ferry"]')
    got = expect.call(marginal, (FERRY, NAMES, ["weather", "season"]))
    what = 'what marginal returned for keep = ["weather", "season"]'
    expect.shape(got, (3, 4), what)
    expect.close(got[0], [0.12, 0.25, 0.09, 0.03], f"the first row of {what}")
    got = expect.call(marginal, (FERRY, NAMES, ["ferry", "season", "weather"]))
    what = "the whole table, with its dims in the order ferry, season, weather,"
    expect.shape(got, (2, 4, 3), what)
    expect.close(got[1, 3], [0.001, 0.009, 0.052], f"a line of {what}")
    got = expect.call(marginal, (FERRY, NAMES, []))
    expect.close(got, 1.0, "what marginal returned for an empty keep")

    def arguments_afterwards() -> list:
        table, names, keep = FERRY.clone(), list(NAMES), ["ferry", "season"]
        marginal(table, names, keep)
        return [table, names, keep]

    table, names, keep = expect.call(arguments_afterwards)
    expect.close(table, FERRY, "the table that marginal was given, afterwards,")
    expect.equal(names, NAMES, "the names that marginal was given, afterwards,")
    expect.equal(keep, ["ferry", "season"], "the keep that marginal got, afterwards,")
    wrong_name = expect.error(marginal, (FERRY, NAMES, ["ferry", "tide"]))
    what = 'marginal with keep = ["ferry", "tide"]'
    expect.raised(wrong_name, "ValueError", what, mentions=["tide"])

# %% [markdown] nbgrader={"grade": false, "grade_id": "conditioning", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Conditional: take a slice, and make it whole again
#
# Back to the café. The next customer orders tea. How likely is it that she takes no milk? Look at the row of tea
# alone: nothing else is possible any more. But this row sums to the probability of tea, not to 1. The *proportions*
# in it are right; the whole has become smaller. So divide by the sum of the row:
#
# $$p(\text{milk} \mid \text{drink} = \text{tea})
# = \frac{p(\text{milk}, \text{drink} = \text{tea})}{p(\text{drink} = \text{tea})}$$
#
# The bar is read as "given". The result is a **conditional** distribution.

# %%
row = cafe[1]
print("the row of tea:  ", row, "  its sum:", row.sum())
given_tea = row / row.sum()
print("milk, given tea: ", given_tea, "  its sum:", given_tea.sum())
print("milk, not knowing:", milk)

# %% [markdown]
# And one thing about PyTorch that costs people an afternoon. `cafe[1]` is not a copy, it is a *window* on the table.
# If you change it in place, the table changes too. Run this on a copy, as here, and see what becomes of the tea:

# %%
spoilt = cafe.clone()
window = spoilt[1]
window /= window.sum()  # in place: it writes into the table
print(spoilt)
print("all six together:", spoilt.sum())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_conditional", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: given that · 3 points
#
# Write `conditional(joint, names, given)`:
#
# - `joint` and `names` are as before. `given` is a dictionary from names of variables to their observed values, whole
#   numbers from 0 on: `{"ferry": 1}` or `{"weather": 2, "season": 0}`. It has any number of the names in any order,
#   perhaps all of them, perhaps none.
# - It **returns** the distribution of the *other* variables, given these values: one dim for each of the others, in
#   the order in which they stand in `names`. All of its entries together make 1.
# - If nothing is given, that is a table equal to `joint`. If everything is given, it is a tensor of shape `()`: there
#   is nothing left that could be otherwise.
# - If what is given has probability 0, there is no answer: it raises a `ValueError` whose text has the names in
#   `given` in it.
# - `joint`, `names` and `given` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# A tensor takes an index for each dim: a number picks one value and the dim is gone, `:` keeps the dim. Which of the
# two does each name need?
#
# </details>
#
# <details><summary>Hint 2: how do I write <code>:</code> into a list of indices?</summary>
#
# As `slice(None)`: `table[(slice(None), 2)]` is `table[:, 2]`. The indices have to stand in a tuple, one for each
# name. A dictionary's `get` gives a value of your choice where it has no entry.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Four lines: make the tuple; take the part of the table; add it up, and raise the error if the sum is 0 (the whole
# `given` may stand in its text); return the part divided by the sum, as a new tensor.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "conditional", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conditional(
    joint: torch.Tensor, names: list[str], given: dict[str, int]
) -> torch.Tensor:
    """The distribution of the variables that are not given, in their old order.

    joint: one dim for each of names; given: name to value, a place from 0 on.
    Returns a tensor that sums to 1. Raises ValueError, with the names in given in its
    text, where the event has probability 0.

    >>> conditional(FERRY, NAMES, {"weather": 2, "season": 3})
    tensor([0.1333, 0.8667])
    """
    ### BEGIN SOLUTION
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part / part.sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conditional_slice", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The ferry, given this and that",
    also="tables of other sizes, and dictionaries in any order",
):
    got = expect.call(conditional, (FERRY, NAMES, {"season": 3, "weather": 2}))
    what = "the ferry's distribution on a stormy day in winter"
    expect.close(got, [8 / 60, 52 / 60], what)
    got = expect.call(conditional, (FERRY, NAMES, {"weather": 0}))
    what = "the distribution of season and ferry on a calm day"
    expect.shape(got, (4, 2), what)
    expect.close(got.sum(), 1.0, f"the sum of {what}")
    expect.close(got[0], [118 / 490, 2 / 490], f"the first line of {what}")
    got = expect.call(conditional, (FERRY, NAMES, {}))
    expect.close(got, FERRY, "what conditional returned when nothing is given")
    got = expect.call(
        conditional, (FERRY, NAMES, {"ferry": 0, "season": 1, "weather": 0})
    )
    expect.close(got, 1.0, "what conditional returned when everything is given")

    def arguments_afterwards() -> list:
        table, names, given = FERRY.clone(), list(NAMES), {"weather": 0}
        conditional(table, names, given)
        return [table, names, given]

    table, names, given = expect.call(arguments_afterwards)
    expect.close(table, FERRY, "the table that conditional was given, afterwards,")
    expect.equal(names, NAMES, "the names that conditional got, afterwards,")
    expect.equal(given, {"weather": 0}, "the given that conditional got, afterwards,")
    never = expect.error(conditional, (FERRY, NAMES, {"season": 1, "weather": 2}))
    what = "conditional for a storm in summer"
    expect.raised(never, "ValueError", what, mentions=["season", "weather"])

# %% [markdown] nbgrader={"grade": false, "grade_id": "directions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Two questions about storms. Before you run the cell, guess: which of the two numbers is larger? *The ferry is
# cancelled; was it a storm?* *There is a storm; is the ferry cancelled?*

# %%
with expect.when_written("marginal", "conditional"):
    no_ferry = conditional(FERRY.clone(), NAMES, {"ferry": 1})
    in_a_storm = conditional(FERRY.clone(), NAMES, {"weather": 2})
    storm = marginal(no_ferry, ["season", "weather"], ["weather"])[2]
    cancelled = marginal(in_a_storm, ["season", "ferry"], ["ferry"])[1]
    print(f"storm, given that it is cancelled:  {storm:.3f}")
    print(f"cancelled, given that it is a storm: {cancelled:.3f}")
    print(f"both together:                      {FERRY[:, 2, 1].sum():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "all_at_once", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Three different numbers. The two conditionals have the same upper half of their fraction, the probability of both,
# and are divided by different lower halves. To take one for the other is such a common mistake that it has names of
# its own, in medicine and in court.
#
# ## 4. All the cases at once
#
# `conditional` answers for one value of what is given. Often one wants the answer for *every* value, as a table: the
# distribution of the milk given coffee, and that given tea. In symbols $p(\text{milk} \mid \text{drink})$, with
# nothing said about which drink. Here it is for the café. We put the dim of *milk* first and that of *drink* last;
# you will see in a moment why:

# %%
milk_and_drink = cafe.permute(1, 0)  # [3, 2]
milk_given_drink = milk_and_drink / drink  # [3, 2] / [2]
print(milk_given_drink)
print("sums over the milk: ", milk_given_drink.sum(dim=0))
print("sums over the drink:", milk_given_drink.sum(dim=1))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_conditional_table", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Each *column* is a distribution of the milk and sums to 1, one for each drink. The sums over the drink mean nothing.
#
# Why the drink last? PyTorch lines up two shapes at their right ends: `[3, 2] / [2]` divides every row of the three
# by the same two numbers. With what is *given* in the last dims, a division by its marginal does the right thing by
# itself, for any number of variables.
#
# ## Task 3: a table of conditionals · 3 points
#
# Write `conditional_table(joint, names, of, given)`:
#
# - `joint` and `names` are as before. `of` and `given` are lists of names, `of` with at least one, `given` perhaps
#   empty. No name is in both. There may be names that are in neither: they are summed out.
# - It **returns** $p(\text{of} \mid \text{given})$ for every value of what is given. Its dims are first those of
#   `of`, in the order of `of`, and then those of `given`, in the order of `given`. If `given` is empty, that is the
#   marginal of `of`.
# - Where what is given has probability 0, there is no answer for that value, and nobody can raise an error for a part
#   of a table. There the entries are **NaN**, "not a number", which is what PyTorch makes of 0 divided by 0. Leave
#   them.
# - `joint`, `names`, `of` and `given` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Which two marginals stand in the fraction of section 3? You have a function that gives each of them with the dims in
# the order that you like.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# The upper half is the marginal of `of` and `given` together: `of + given` joins two lists. The lower half is the
# marginal of `given` alone. The rest is one division.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "conditional_table", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conditional_table(
    joint: torch.Tensor, names: list[str], of: list[str], given: list[str]
) -> torch.Tensor:
    """p(of | given) for every value of what is given; dims: of, then given.

    Sums to 1 over the dims of `of`, for each value of what is given; NaN where that
    value has probability 0.

    >>> conditional_table(FERRY, NAMES, ["ferry"], ["weather"])
    tensor([[0.9857, 0.8946, 0.1714],
            [0.0143, 0.1054, 0.8286]])
    """
    ### BEGIN SOLUTION
    both = marginal(joint, names, of + given)
    return both / marginal(joint, names, given)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conditional_all", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The ferry in every weather, and the weather in every season",
    also="several variables on both sides of the bar",
):
    both = expect.call(marginal, (FERRY, NAMES, ["ferry", "weather"]))
    expect.shape(both, (2, 3), "what marginal of Task 1 returned for ferry and weather")
    got = expect.call(conditional_table, (FERRY, NAMES, ["ferry"], ["weather"]))
    what = "p(ferry | weather)"
    expect.shape(got, (2, 3), what)
    cancelled = [7 / 490, 39 / 370, 116 / 140]
    expect.close(got[1], cancelled, f"{what}, the row of the cancelled ferries,")
    got = expect.call(
        conditional_table, (FERRY, NAMES, ["weather", "ferry"], ["season"])
    )
    what = "p(weather, ferry | season)"
    expect.shape(got, (3, 2, 4), what)
    expect.close(got.sum([0, 1]), [1.0] * 4, f"the sum over both in {what}")
    got = expect.call(
        conditional_table, (FERRY, NAMES, ["ferry"], ["season", "weather"])
    )
    what = "p(ferry | season, weather)"
    expect.shape(got, (2, 4, 3), what)
    expect.close(got[1, 3], [1 / 30, 9 / 60, 52 / 60], f"{what}, cancelled in winter,")
    never = got[:, 1, 2]
    expect.that(
        bool(never.isnan().all()),
        "For a storm in summer, which never comes, p(ferry | season, weather) has "
        "numbers; wanted: NaN.",
    )
    got = expect.call(conditional_table, (FERRY, NAMES, ["season"], []))
    expect.close(got, [0.24, 0.36, 0.25, 0.15], "p(season), with nothing given,")

# %% [markdown]
# A picture of your table. Each bar is one season; the parts of a bar are a distribution and make 1 together.

# %%
with expect.when_written("marginal", "conditional_table"):
    in_season = conditional_table(FERRY, NAMES, ["weather"], ["season"])  # [3, 4]
    figure, axes = plt.subplots(figsize=(6.5, 3))
    bottom = torch.zeros(4)
    hatches = ["", "//", "xx"]
    for at, name in enumerate(VALUES["weather"]):
        style = {"hatch": hatches[at], "edgecolor": "white", "label": name}
        axes.bar(VALUES["season"], in_season[at], bottom=bottom, **style)
        bottom = bottom + in_season[at]
    axes.set(title="The weather, given the season", ylabel="probability")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    show.figure(
        figure,
        "Four bars of height 1, one for each season, each divided into calm, breeze "
        "and storm. Storm has no part of the summer, the largest part in winter.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "chain", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. Take it apart: one variable at a time
#
# Turn the fraction of section 3 around, and it says how a joint distribution is *made*:
#
# $$p(\text{drink}, \text{milk}) = p(\text{drink}) \; p(\text{milk} \mid \text{drink}).$$
#
# First the drink, then the milk given the drink. With more variables this goes on, and each new one is given **all**
# of those before it:
#
# $$p(a, b, c) = p(a) \; p(b \mid a) \; p(c \mid a, b).$$
#
# The right-hand side is called a **factorisation** of the joint. The order is yours: $p(c)\,p(a \mid c)\,p(b \mid c,
# a)$ is as true. The two have different tables in them, and the same product. Here are both orders for the café:

# %%
drink_first = [drink, milk_given_drink]  # p(drink), p(milk | drink)
milk_first = [milk, cafe / milk]  # p(milk), p(drink | milk)
for tables in (drink_first, milk_first):
    print("shapes:", [list(table.shape) for table in tables])
print("tea with lots, drink first:", drink_first[0][1] * drink_first[1][2, 1])
print("tea with lots, milk first: ", milk_first[0][2] * milk_first[1][1, 2])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_factors", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 4: the factors · 2 points
#
# Write `factors(joint, names, order)`:
#
# - `joint` and `names` are as before. `order` is a list with all the names, each once, in any order.
# - It **returns a list** of tensors, one for each name in `order`: the factor of a variable, given *all* that come
#   before it in `order`. So the first is a marginal, the second $p(\text{second} \mid \text{first})$, and so on.
# - The dims of a factor are those of Task 3: first the variable itself, then those before it, in the order of
#   `order`. Where what comes before has probability 0, the entries are NaN.
# - `joint`, `names` and `order` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Write down the three calls of `conditional_table` for an order of three names. What changes from one to the next?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# `enumerate(order)` counts the names from 0, and `order[:k]` are the first k names of the list. For k = 0 that is the
# empty list, which `conditional_table` takes.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "factors", "locked": false, "schema_version": 3, "solution": true, "task": false}
def factors(
    joint: torch.Tensor, names: list[str], order: list[str]
) -> list[torch.Tensor]:
    """The joint as a chain: p(x1), p(x2 | x1), p(x3 | x1, x2), … along the order.

    Dims of each: the variable itself, then those before it, in the order of `order`.

    >>> [list(table.shape) for table in factors(FERRY, NAMES, NAMES)]
    [[4], [3, 4], [2, 4, 3]]
    """
    ### BEGIN SOLUTION
    return [
        conditional_table(joint, names, [name], order[:k])
        for k, name in enumerate(order)
    ]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "factor_tables", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The ferry's table as a chain, from the ferry to the season",
    also="tables of one to five variables, in any order",
):
    order = ["ferry", "weather", "season"]
    got = expect.call(conditional_table, (FERRY, NAMES, ["ferry"], []))
    expect.shape(got, (2,), "what conditional_table of Task 3 returned for the ferry")
    got = expect.call(factors, (FERRY, NAMES, order))
    expect.length(got, 3, "what factors returned for three variables")
    shapes = [(2,), (3, 2), (4, 2, 3)]
    phrases = ["p(ferry)", "p(weather | ferry)", "p(season | ferry, weather)"]
    for table, shape, phrase in zip(got, shapes, phrases, strict=True):
        expect.shape(table, shape, f"the factor {phrase}")
    expect.close(got[0], [0.838, 0.162], "the factor p(ferry)")
    storm = [24 / 838, 116 / 162]
    expect.close(got[1][2], storm, "the factor p(weather | ferry), at the storms,")
    winter = [8 / 24, 52 / 116]
    what = "the factor p(season | ferry, weather), at winter and storm,"
    expect.close(got[2][3, :, 2], winter, what)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_product", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 5: and back again · 2 points
#
# If the factors hold everything, their product has to be the joint again, whatever the order was. Write
# `product(tables, names, order)`:
#
# - `tables` is a list like that from Task 4, for the variables in `order`: the dims of each are the variable itself,
#   then those before it. It need not come from your own `factors`.
# - `names` is a list of the same names, perhaps in another order.
# - It **returns** the joint distribution as a tensor with its dims in the order of **`names`**.
# - A factor may have NaN where what comes before cannot happen. There the joint is 0. So the result has no NaN in it.
# - `tables`, `names` and `order` are left as they came.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the first factor: it is the joint of the first variable. The second factor has dims *second, first*. Multiply
# the two: what stands in which dim of the result?
#
# </details>
#
# <details><summary>Hint 2: keeping the dims in order</summary>
#
# When what you have so far has the dims x1, …, xk, and the next factor has x(k+1), x1, …, xk, the product of the two
# lines up at the right by itself. Its new dim stands in front; `movedim(0, -1)` moves it to the end. So you have x1,
# …, x(k+1), and can go on.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# NaN times 0 is NaN, so get rid of it before you multiply: `nan_to_num(0.0)` makes a new tensor with 0 in its place.
# At the end your dims are in the order of `order`. You have a function that keeps all variables and puts them into
# another order: its `names` are your `order`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "product", "locked": false, "schema_version": 3, "solution": true, "task": false}
def product(
    tables: list[torch.Tensor], names: list[str], order: list[str]
) -> torch.Tensor:
    """The joint distribution behind a chain of factors, dims in the order of names.

    tables: the factors p(x1), p(x2 | x1), … of the variables in order; NaN where what
    comes before has probability 0, and there the joint is 0.

    >>> product(factors(FERRY, NAMES, NAMES[::-1]), NAMES, NAMES[::-1])[3, 2]
    tensor([0.0080, 0.0520])
    """
    ### BEGIN SOLUTION
    whole = torch.tensor(1.0)
    for table in tables:
        whole = (table.nan_to_num(0.0) * whole).movedim(0, -1)
    return marginal(whole, order, names)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "product_table", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
weather = FERRY.sum([0, 2])  # [3]
CHAINS = {  # two orders of the ferry's chain, each factor worked out by hand
    ("weather", "ferry", "season"): [
        weather,
        FERRY.sum(0).T / weather,  # p(ferry | weather): [2, 3]
        FERRY / FERRY.sum(0),  # p(season | weather, ferry): [4, 3, 2]
    ],
    ("weather", "season", "ferry"): [
        weather,
        FERRY.sum(2) / weather,  # p(season | weather): [4, 3]
        FERRY.permute(2, 1, 0) / FERRY.sum(2).T,  # [2, 3, 4], NaN for storms in summer
    ],
}

with expect.check(
    "The café and the ferry from their factors",
    also="other factors, with NaN at other places",
):
    whole = expect.call(marginal, (FERRY, NAMES, ["ferry", "season", "weather"]))
    expect.shape(whole, (2, 4, 3), "what marginal of Task 1 returned for all variables")
    for tables, order in (
        ([drink, milk_given_drink], ["drink", "milk"]),
        ([milk, cafe / milk], ["milk", "drink"]),
    ):
        got = expect.call(product, (tables, ["drink", "milk"], order))
        what = f"the product of the café's factors in the order {', '.join(order)}"
        expect.shape(got, (2, 3), what)
        expect.close(got, cafe, what)
    for order, tables in CHAINS.items():
        got = expect.call(product, (tables, NAMES, list(order)))
        what = f"the product of the ferry's factors in the order {', '.join(order)}"
        expect.shape(got, (4, 3, 2), what)
        expect.close(got, FERRY, what)

# %% [markdown]
# There and back, with all that you have written: every order of the three variables, and how far the product of the
# factors is from the table that it began with.

# %%
with expect.when_written("marginal", "conditional_table", "factors", "product"):
    for order in itertools.permutations(NAMES):
        back = product(factors(FERRY, NAMES, list(order)), NAMES, list(order))
        print(f"{', '.join(order):24} off by at most {(back - FERRY).abs().max():.0e}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "generative", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. From a table to a program
#
# A factorisation is more than an equation. Read from left to right it is a *recipe* for making up an order in the
# café: **first** draw the drink, by the probabilities of the drinks. **Then**, knowing the drink, draw the milk, by
# the probabilities of the milk *given that drink*. Such a recipe is called a **generative process**, and a
# probabilistic program is nothing else.
#
# To draw a value by a list of probabilities, `torch.multinomial` takes the list and how many values it shall draw. It
# gets its luck from a *generator*, and a generator with the same seed brings the same luck:

# %%
luck = torch.Generator().manual_seed(5)
for customer in range(4):
    which_drink = torch.multinomial(drink, 1, generator=luck).item()
    chances = milk_given_drink[:, which_drink]  # [3]: the column of this drink
    which_milk = torch.multinomial(chances, 1, generator=luck).item()
    print(f"customer {customer}: {drinks[which_drink]:6} milk: {milks[which_milk]}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_draw", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 6: the generative process · 4 points
#
# Write `draw(tables, names, order, n, seed)`:
#
# - `tables` and `order` are as in Task 5. The variables are drawn in the order of `order`, each by its factor,
#   **given the values that were drawn before it in the same run**.
# - `n` is a whole number, 1 or more: so many runs, independent of each other.
# - It **returns** a tensor of whole numbers (`torch.int64`) of shape `[n, len(names)]`. Row i is one run, and its
#   columns are the variables in the order of **`names`**: each entry is the value of that variable in that run, a
#   place from 0 on.
# - The **same `seed`** (a whole number) gives the same rows, whatever was drawn before. Another seed gives others.
# - `tables`, `names` and `order` are left as they came.
#
# A factor has NaN where what comes before cannot happen. If each variable is drawn given those before it, no run ever
# comes to such a place.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With a single run of three variables. Keep what was drawn in a dictionary from names to values. For the third
# variable: which two indices pick the right column of its factor?
#
# </details>
#
# <details><summary>Hint 2: an index for all that was drawn before</summary>
#
# `table[(slice(None), *earlier)]` keeps the first dim, and picks one value in each of the others. `earlier` is a list
# of the values drawn so far, in the order of `order`.
#
# </details>
#
# <details><summary>Hint 3: all my runs are the same</summary>
#
# Where is the generator made? A generator that is made anew brings the same luck again. Make it once, before the loop
# over the runs.
#
# </details>
#
# <details><summary>Hint 4: nearly there</summary>
#
# Two loops: over the runs, and in each over `zip(order, tables)`. In the inner one: the list of the values drawn so
# far; the column of the factor; a draw from it, made a whole number with `.item()`, which goes into the dictionary.
# After the inner loop, a list with the values in the order of `names` goes into the list of rows. At the very end
# `torch.tensor(rows)`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "draw", "locked": false, "schema_version": 3, "solution": true, "task": false}
def draw(
    tables: list[torch.Tensor], names: list[str], order: list[str], n: int, seed: int
) -> torch.Tensor:
    """n runs of the generative process that draws the variables in the given order.

    tables: the factors of the variables in order. Returns whole numbers, [n,
    len(names)]: a row for each run, a column for each variable, in the order of names.

    >>> draw(factors(FERRY, NAMES, NAMES), NAMES, NAMES, n=2, seed=0)
    tensor([[0, 1, 0],
            [2, 0, 0]])     # or other rows, but the same in each call
    """
    ### BEGIN SOLUTION
    luck = torch.Generator().manual_seed(seed)
    rows = []
    for _ in range(n):
        run: dict[str, int] = {}
        for name, table in zip(order, tables, strict=True):
            chances = table[(slice(None), *run.values())]
            run[name] = torch.multinomial(chances, 1, generator=luck).item()
        rows.append([run[name] for name in names])
    return torch.tensor(rows)
    ### END SOLUTION


# %% [markdown]
# The first check plays a world in which hardly anything is left to chance: a light is red or green, and red means
# stop, green means go. The second counts many customers of the café.

# %% nbgrader={"grade": true, "grade_id": "draw_rows", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Each variable is drawn given those before it",
    also="other worlds, and the same seed after other draws",
):
    light = torch.tensor([0.5, 0.5])  # p(light): red, green
    follows = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])  # p(car | light)
    order, names = ["light", "car"], ["car", "light"]
    runs = expect.call(draw, ([light, follows], names, order, 40, 3))
    what = "what draw returned for 40 runs of a light and a car"
    expect.shape(runs, (40, 2), what)
    whole = isinstance(runs, torch.Tensor) and not runs.is_floating_point()
    expect.that(whole, f"{what} are not whole numbers of the type torch.int64.")
    car, seen = torch.as_tensor(runs).T.tolist()
    expect.that(car == seen, "A car that draw has made did not do what its light said.")
    expect.that(len(set(seen)) == 2, "In 40 runs of draw the light never changed.")
    again = expect.call(draw, ([light, follows], names, order, 40, 3), seed=1)
    expect.close(again, runs, "what draw returned for the same seed once more")
    other = expect.call(draw, ([light, follows], names, order, 40, 4))
    expect.differ(other, runs, "the runs of draw with two seeds")
    one = expect.call(draw, ([light, follows], names, order, 1, 3))
    expect.shape(one, (1, 2), "what draw returned for a single run")

# %% nbgrader={"grade": true, "grade_id": "draw_law", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Two thousand customers, counted",
    also="worlds of three variables",
):
    customers = expect.call(
        draw, ([milk, cafe / milk], ["drink", "milk"], ["milk", "drink"], 2000, 7)
    )
    expect.shape(customers, (2000, 2), "what draw returned for two thousand customers")
    customers = torch.as_tensor(customers)
    counted = torch.zeros(2, 3)
    for which in range(2):
        for how in range(3):
            here = (customers == torch.tensor([which, how])).all(dim=1)
            counted[which, how] = here.double().mean()
    what = "the share of each order among two thousand customers, 0.05 more or less,"
    expect.close(counted, cafe, what, atol=0.05)

# %% [markdown]
# And the island: a thousand days that never were, from your own factors, beside the thousand that were written down.
# Before you run it: how near do you expect the grey bars to be to the red lines?

# %%
with expect.when_written("marginal", "conditional_table", "factors", "draw"):
    order = ["season", "weather", "ferry"]
    days = draw(factors(FERRY, NAMES, order), NAMES, order, 1000, seed=1)  # [1000, 3]
    drawn = torch.zeros(4, 3, 2)
    for season, weather, ferry in days.tolist():
        drawn[season, weather, ferry] += 1
    print("days with a storm in summer:", int(drawn[1, 2].sum()))
    print("cancelled, of 1000 drawn:   ", int(drawn[:, :, 1].sum()))
    print("cancelled, of 1000 written down:", int(DAYS[:, :, 1].sum()))

    figure, axes = plt.subplots(figsize=(7.5, 3))
    places = torch.arange(24)
    bars = {"color": "lightgrey", "edgecolor": "dimgrey", "label": "drawn"}
    axes.bar(places, drawn.flatten(), **bars)
    style = {"color": "tab:red", "linewidth": 2, "label": "written down"}
    axes.hlines(DAYS.flatten(), places - 0.4, places + 0.4, **style)
    axes.set_xticks([2.5, 8.5, 14.5, 20.5], VALUES["season"])
    axes.set(title="A thousand days, drawn and written down", ylabel="days")
    axes.legend()
    show.figure(
        figure,
        "Twenty-four grey bars in four groups of six, one group for each season, with "
        "a red line at the number of days that was written down. Each bar ends at its "
        "line or near it.",
    )

# %% [markdown]
# The draws know nothing of the joint table. They saw one factor at a time, and the joint came about by itself.
#
# ## What you can do now
#
# - Say what a joint distribution is, and read any question about its variables out of it: sum out what you do not ask
#   about, take a slice and make it whole again for what you know.
# - Tell p(a | b) from p(b | a).
# - Take a joint distribution apart into a chain of factors, in any order, and put it together again.
# - Read a factorisation as a program that makes up one world after another.
#
# So far everything was given: the table, and all its numbers. But who knows how likely a coin is to land on heads?
# Before 2 makes that unknown number a random variable, too.

# %%
expect.overview()  # how far are you? run this cell whenever you like
