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
# # Step 1 · A random variable
#
# | | |
# |---|---|
# | **Goal** | Write your first Pyro model: one random variable and one parameter |
# | **Minutes** | 30 |
# | **Prerequisites** | none |

# %% [markdown]
# ## How late is the bus?
#
# Welcome! Your bus is due at eight. Some mornings it comes a little early, some mornings a little late. Until
# it turns the corner, nobody knows by how many minutes. A number like this, which we do not know before we
# look, is called a **random variable**.
#
# That we do not know the number does not mean that we know nothing. A minute or two late is quite normal; an
# hour would be in the newspaper. We can say which values are likely and which are not, and that is what a
# **model** does. In Pyro a model is an ordinary Python function that *plays one morning*: each time you call
# it, it makes up a lateness, the way we believe that the world makes them.
#
# By the end of this notebook you will have written that function. You need Python functions and lists, and
# nothing about Pyro: we go through its first words one at a time, with cups of coffee. Then you build the
# bus.
#
# Run every cell as you come to it (Shift + Enter). Change the examples as much as you like, and run them
# again: you cannot break anything.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # minutes; how far a bus usually is from its usual lateness: a scale

# %% [markdown]
# ## 1. A distribution object: what is likely, and what is not
#
# A machine pours coffee at about 70 degrees Celsius, sometimes a bit hotter, sometimes a bit cooler. The best
# known way to say "about 70, give or take 3" is the normal distribution, and Pyro has an object for it:
# `dist.Normal(70.0, 3.0)`. One writes *temperature ~ Normal(70, 3)*, and reads "~" as "is drawn from".
#
# A distribution object can do two things for us:
#
# - `.sample()` draws a number at random. Each call draws a new one.
# - `.log_prob(value)` says how likely numbers near `value` are. The answer is the *logarithm* of the
#   **density**, and `.exp()` undoes the logarithm. The higher the density, the more often draws land there.

# %%
coffee = dist.Normal(70.0, 3.0)  # loc: where the middle is; scale: how wide it is

print("a draw:          ", coffee.sample())
print("another draw:    ", coffee.sample())
print("its shape:       ", coffee.sample().shape)
print("log prob at 70:  ", coffee.log_prob(torch.tensor(70.0)))
print("density at 70:   ", coffee.log_prob(torch.tensor(70.0)).exp())
print("density at 79:   ", coffee.log_prob(torch.tensor(79.0)).exp())

# %% [markdown]
# The answers are *tensors*, PyTorch's word for arrays of numbers. Pyro works on tensors everywhere, so you
# will see `tensor(…)` a lot. Every tensor has a *shape*: that of a list of three numbers is `(3,)`, and a
# single number has the shape `()`, with nothing between the brackets. (PyTorch prints them as
# `torch.Size([3])` and `torch.Size([])`.)
#
# Drawing and density are two sides of one thing. Below, the grey bars count many draws; the line is the
# density, which we get without drawing anything. The line tells in advance what the bars will look like: of
# very many cups, the share that lands between two temperatures is the area under the line between them.

# %%
pyro.set_rng_seed(0)  # the same numbers in each run of this cell; more about it below
cups = coffee.sample([5000])  # five thousand cups at once
degrees = torch.linspace(50.0, 90.0, 201)
bars = {"density": True, "color": "lightgrey", "edgecolor": "dimgrey", "linewidth": 0.5}

figure, axes = plt.subplots(figsize=(7, 3))
axes.hist(cups.numpy(), bins=40, label="draws, counted", **bars)
height = coffee.log_prob(degrees).exp()
axes.plot(degrees, height, color="tab:blue", label="density")
title = "Coffee ~ Normal(70, 3)"
axes.set(title=title, xlabel="temperature [degrees]", ylabel="density")
axes.legend()
show.figure(
    figure,
    "A histogram of five thousand draws, bell-shaped around 70 degrees, nearly all of "
    "it between 60 and 80. The line of the density runs along the tops of the bars.",
)

# %% [markdown]
# ## 2. Scale is not variance
#
# The second number of `dist.Normal` is the **scale**, also called the *standard deviation*. It is in the same
# unit as the thing itself (degrees), and it says how far from the middle a draw usually lands. The
# **variance** is the scale times itself, in *squared* degrees, which are hard to imagine.
#
# Why the fuss? Because many books write N(70, 9) and mean a *variance* of 9, where Pyro wants the *scale*, 3.
# If you give Pyro the variance, it does not complain: it believes you, and draws a very different coffee.

# %%
print("standard deviation of the draws:", cups.std())
print("variance of the draws:          ", cups.var())
within = ((cups - 70.0).abs() < 3.0).float().mean()
print("share of the cups that are within one scale of 70:", within)

figure, axes = plt.subplots(figsize=(7, 3))
axes.hist(cups.numpy(), bins=40, label="the same draws", **bars)
right = dist.Normal(70.0, 3.0).log_prob(degrees).exp()
too_wide = dist.Normal(70.0, 9.0).log_prob(degrees).exp()
axes.plot(degrees, right, color="tab:blue", label="scale 3: right")
axes.plot(degrees, too_wide, "--", color="tab:red", label="the variance 9 as scale")
title = "When a variance is given as the scale"
axes.set(title=title, xlabel="temperature [degrees]", ylabel="density")
axes.legend()
show.figure(
    figure,
    "The same histogram with two curves. The curve with scale 3 follows the bars. The "
    "curve with scale 9 is far too low in the middle and still high at 55 and 85 "
    "degrees, where there are no bars.",
)

# %% [markdown]
# ## 3. A sample site: a draw with a name
#
# `coffee.sample()` draws a number, but it leaves nothing behind: nobody can ask later where the number came
# from, or how likely it was. In a model we draw with **`pyro.sample`** instead. It takes a **name** and a
# **distribution object**:
#
#     pyro.sample("temperature", dist.Normal(70.0, 3.0))
#
# It draws a number and returns it, as before. But now the draw has an address, "temperature", under which all
# of Pyro's tools can find it. Such a place in a program is called a **sample site**. (Note that `pyro.sample`
# gets the distribution itself, without `.sample()`: the drawing is left to Pyro.)
#
# One of these tools is a *trace*: it runs a function and writes down every sample site on the way. You will
# get to know it well in step 4. Here we only use it to look through Pyro's eyes, and ask it for the names of
# what was drawn (`stochastic_nodes`: "stochastic" is a learned word for "random"):


# %%
def cup():
    return pyro.sample("temperature", dist.Normal(70.0, 3.0))


def cup_without_a_name():
    return dist.Normal(70.0, 3.0).sample()


print("one cup:    ", cup())
print("another cup:", cup())

for function in (cup, cup_without_a_name):
    trace = poutine.trace(function).get_trace()
    print("drawn in", function.__name__, "as Pyro saw it:", trace.stochastic_nodes)

# %% [markdown]
# Both functions return a number from the same distribution. To you they look alike; to Pyro the second one is
# empty. So: **in a model, every random number comes from `pyro.sample`.**
#
# ## 4. A parameter: a knob on the machine
#
# The machine has a knob for the temperature. Its setting is not random: nobody draws it, somebody *sets* it.
# In Pyro such a number is a **parameter**, and you ask for it with **`pyro.param`**, by its name and its
# start value:
#
#     pyro.param("setting", torch.tensor(70.0))
#
# Pyro keeps all parameters in one place, the **param store**. When the name is new, the start value is put
# there. From then on, `pyro.param` returns *whatever the store has now*; the start value is no longer looked
# at. That is the point of it: somebody outside the function (you, or later an algorithm that learns from
# data) can turn the knob.


# %%
def cup_with_a_knob():
    setting = pyro.param("setting", torch.tensor(70.0))
    return pyro.sample("temperature", dist.Normal(setting, 3.0))


pyro.clear_param_store()  # an empty store
pyro.set_rng_seed(1)  # the same random numbers in each run of this cell
print("a cup:                          ", cup_with_a_knob())
pyro.get_param_store()["setting"] = torch.tensor(20.0)  # turn the knob: iced coffee
print("a cup after the knob was turned:", cup_with_a_knob())
print("what is in the store now:       ", pyro.param("setting", torch.tensor(70.0)))
pyro.clear_param_store()  # tidy up

# %% [markdown]
# **Try it:** change the start value in `cup_with_a_knob` to `torch.tensor(50.0)`. Which of the three printed
# numbers should change, and which should not? Then run the cell and see. (The line with the seed makes the
# cell draw the same random numbers in each run, so that only your change can change what is printed.)
#
# Two small things. A start value is a *tensor* of a *decimal* number, such as `torch.tensor(70.0)`. And a
# draw now says `grad_fn=…`: that is PyTorch remembering that the number was computed from a parameter. It
# does no harm, and from step 9 on it is what learning is made of.
#
# That is all that you need, in one table:
#
# | word | what it is | in code |
# |---|---|---|
# | random variable | a number that we do not know before we look | the value of a sample site |
# | distribution object | says which values are likely | `dist.Normal(loc, scale)` |
# | sample site | a draw that Pyro knows of | `pyro.sample(name, distribution)` |
# | name | the address of a site or a parameter, a string | `"temperature"`, `"setting"` |
# | parameter | a number that is set, not drawn | `pyro.param(name, start)` |

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: the bus · 4 points
#
# Write `model()`, which plays one morning. It takes no arguments, and says:
#
# - There is a **parameter** named `"mu"`, the usual lateness of this bus in minutes. It starts at 0 (a bus
#   that keeps to its timetable), as a single number: shape `()`. Ask for it with `pyro.param` each time that
#   `model` runs, so that the model follows whoever changes `mu` in the param store.
# - There is one **sample site** named `"y"`, the lateness this morning. It is normal, with its middle at `mu`
#   and with the *scale* `NOISE` (a standard deviation: see section 2).
# - The distribution is made from `mu` itself, as `pyro.param` returned it, and not from a plain number that you
#   took out of it. Both draw alike, but a number has forgotten which knob it came from, and from step 9 on
#   somebody will want to know.
# - `model` **returns** the value that was drawn at `"y"`: a tensor of shape `()`.
#
# Names count: Pyro and the graders look for exactly `"mu"` and `"y"`. Each call of `model` draws anew, so
# leave the random seed alone in there. There are no other sample sites. Two or three lines are enough.
#
# <details><summary>Python stops with an error that I do not understand</summary>
#
# | the last line of the error says | what to look at |
# |---|---|
# | `'str' object is not callable` | `pyro.sample` wants the name first, then the distribution |
# | `'Tensor' object is not callable` | `pyro.sample` got a draw; it wants the distribution object |
# | `'float' object has no attribute 'contiguous'` | the start value is a bare number, not a tensor |
# | `only Tensors of floating point dtype can …` | the start value is a whole number: `0` is not `0.0` |
#
# </details>
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Look at `cup_with_a_knob` in section 4, and say aloud what each of its names and numbers would be for the
# bus.
#
# </details>
#
# <details><summary>Hint 2: which number goes where?</summary>
#
# `dist.Normal` takes two numbers: the middle, then the width. For the bus, one of them is a knob and the
# other is a named constant from the first code cell. Give the constant as it is: it is already a scale.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# First line: ask the store for the knob and keep the answer in a variable. Second line: draw at a sample site
# whose distribution uses that variable, and keep the draw in another variable. Third line: return the draw,
# not the knob.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model() -> torch.Tensor:
    """Play one morning, and return the value drawn at "y", shape ().

    The parameter "mu" starts at 0; the sample site is "y" ~ Normal(mu, NOISE).

    >>> model()
    tensor(-1.3079, grad_fn=<AddBackward0>)     # another number each time
    """
    ### BEGIN SOLUTION
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE))
    ### END SOLUTION


# %% [markdown]
# Play a few mornings first: make a cell of your own (the + button) and call `model()` in it. Then run the
# next two cells. They try a few things that the text above asks for; the graders look closer. You may run
# them as often as you like.

# %% nbgrader={"grade": true, "grade_id": "model_site", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "y is a random variable that Pyro sees",
    also="more runs, and how likely other values of y are",
):
    trace = expect.trace(model)
    expect.sites(trace, latent=["y"], observed=[])
    expect.shape(trace.returned, (), "what model() returned")
    what = "what model() returned, next to what was drawn at y"
    expect.close(trace.returned, trace.sites["y"].value, what)
    again = expect.trace(model, seed=1)
    expect.differ(trace.returned, again.returned, "what two runs of model() returned")
    middle = expect.trace(model, params={"mu": 0.0}, values={"y": 0.0}).log_density
    look = "Is NOISE given to `dist.Normal` as it is, as a scale? See section 2."
    expect.that(middle > -1.62, "y is spread more widely than NOISE says.", look=look)
    expect.that(middle < -1.60, "y is spread less widely than NOISE says.", look=look)

# %% nbgrader={"grade": true, "grade_id": "model_param", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "mu is a parameter, and y follows it",
    also="where mu starts, and other values of it",
):
    expect.sites(expect.trace(model), params=["mu"])
    ten_late = expect.trace(model, params={"mu": 10.0}, values={"y": 10.0})
    on_time = expect.trace(model, params={"mu": 10.0}, values={"y": 0.0})
    expect.that(
        ten_late.log_density > on_time.log_density,
        "With mu at 10 in the param store, a bus 10 minutes late should be more likely "
        "than one on time.",
    )
    run = poutine.trace(model)
    expect.that(
        expect.call(lambda: run.get_trace().log_prob_sum().requires_grad),
        "The distribution of y is made from a copy of mu's number, not from mu itself.",
    )

# %% [markdown]
# ## 5. From tensors to plain numbers, and seeds
#
# A draw is a tensor, even when it is one number. For lists and tables one often wants a plain Python number;
# a tensor that holds a single number gives it with `.item()`.
#
# And one more tool. Random numbers come from a generator inside the computer. `pyro.set_rng_seed` puts the
# generator at a known place: the *same seed* gives the *same numbers* once more. This helps when you want to
# repeat an experiment. It belongs *outside* of a model, at the start of an experiment: a model that sets the
# seed itself plays the same morning for ever.

# %%
temperature = cup()
number = temperature.item()
print(temperature, "has the shape", temperature.shape, "and is a", type(temperature))
print(number, "is a", type(number))

pyro.set_rng_seed(7)
print("seed 7:      ", cup().item(), cup().item())
print("carrying on: ", cup().item(), cup().item())
pyro.set_rng_seed(7)
print("seed 7 again:", cup().item(), cup().item())

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_draw", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: many mornings · 3 points
#
# One morning says little about a bus. Write `draw(n)`, which plays `n` mornings:
#
# - It takes a whole number `n`, 1 or more.
# - It **runs your `model`** once for each number: every number in the list is what a run of its own drew at
#   `"y"`. (So when somebody improves the model, `draw` need not be touched.)
# - It **returns a list of `n` plain Python floats**: a `list`, and each entry a `float`, not a tensor.
# - It draws **anew in each call**, and does not set the seed. So two calls give different numbers, and the
#   same seed set *before* the call gives the same numbers.
# - It leaves the value of `"mu"` in the param store as it is.
#
# One to five lines.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# What would you type to get two numbers from `model`, by hand? Now let Python repeat that `n` times and
# collect them in a list.
#
# </details>
#
# <details><summary>Hint 2: all my numbers are the same</summary>
#
# `[something] * n` works out `something` once and copies it. The model has to be called once *per number*, so
# the call belongs inside the loop (or inside the list comprehension).
#
# </details>
#
# <details><summary>Hint 3: it says that my numbers are tensors</summary>
#
# Section 5 turns a tensor with one number in it into a float. Do that to each draw before it goes into the
# list.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "draw", "locked": false, "schema_version": 3, "solution": true, "task": false}
def draw(n: int) -> list[float]:
    """Play n mornings (n >= 1): n floats, each from a run of model() of its own.

    >>> draw(3)
    [1.0862, -0.5869, -4.3576]     # other numbers each time
    """
    ### BEGIN SOLUTION
    return [model().item() for _ in range(n)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "draw_floats", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("draw(n) returns a list of n floats", also="other lengths"):
    expect.that(expect.call(model) is not None, "model() of Task 1 returns nothing.")
    for n in (4, 1):
        expect.floats(expect.call(draw, (n,)), f"the list that draw({n}) returned", n)

# %% nbgrader={"grade": true, "grade_id": "draw_runs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "Each number has a run of its own",
    also="the same seed set twice, and mu in the param store after draw",
):
    expect.that(expect.call(model) is not None, "model() of Task 1 returns nothing.")

    def four(draw=draw, **how):
        numbers = expect.call(draw, (4,), **how)
        expect.shape(numbers, (4,), "the list that draw(4) returned")
        return torch.as_tensor(numbers)

    look = "Is model run once, or once for each number?"
    several = len(set(four().tolist())) == 4
    expect.that(several, "Some numbers that draw(4) returned are equal.", look=look)
    same = torch.equal(four(), four(seed=1))
    expect.that(not same, "Two calls of draw(4) returned the same numbers.")
    # what draw does follows from what model does: when mu is at 100, ...
    late = {"params": {"mu": 100.0}}
    follows = bool((four(**late) > 50.0).all())
    if expect.trace(model, **late, values={"y": 100.0}).log_density > -2.0:
        expect.that(follows, "With mu at 100 in the param store, draw ignores it.")
    # ... and when y is held at 3 in each run of model, as step 8 explains
    three = {"y": torch.tensor(3.0)}
    held = bool((four(poutine.condition(draw, data=three)) == 3.0).all())
    if "y" in expect.trace(model).sites:
        expect.that(held, "What draw returned does not come from runs of model.")

# %% [markdown]
# ## Look at your bus
#
# The same picture as for the coffee, now for your own model. The bars are a thousand mornings of your `draw`;
# the blue line is what the text asked for. If you gave the variance as the scale, your bars follow the red
# line.

# %%
with expect.when_written("model", "draw"):
    mornings = draw(1000)
    minutes = torch.linspace(-15.0, 15.0, 201)
    right = dist.Normal(0.0, NOISE).log_prob(minutes).exp()
    too_wide = dist.Normal(0.0, NOISE**2).log_prob(minutes).exp()

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.hist(mornings, bins=30, label="your draws, counted", **bars)
    axes.plot(minutes, right, color="tab:blue", label="scale NOISE")
    axes.plot(minutes, too_wide, "--", color="tab:red", label="its variance as scale")
    xlabel = "minutes late (below 0: early)"
    axes.set(title="A thousand mornings", xlabel=xlabel, ylabel="density")
    axes.legend()
    show.figure(
        figure,
        "A histogram of your thousand draws with two curves around 0: one with the "
        "scale NOISE, which is narrow and high, and one with its variance as the "
        "scale, which is wide and low.",
    )

# %% [markdown]
# Now it snows, and the bus is usually twelve minutes late. The model does not change; only the knob does.
# Before you run the cell, guess: where will the bars be, and how wide?

# %%
with expect.when_written("model", "draw"):
    pyro.get_param_store()["mu"] = torch.tensor(12.0)
    snow = draw(1000)
    pyro.get_param_store()["mu"] = torch.tensor(0.0)
    timetable = draw(1000)

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.hist(timetable, bins=30, label="mu = 0", **bars)
    outline = {"density": True, "histtype": "step", "color": "tab:blue"}
    axes.hist(snow, bins=30, label="mu = 12", **outline)
    title = "The same model, the knob in two places"
    axes.set(title=title, xlabel="minutes late", ylabel="density")
    axes.legend()
    show.figure(
        figure,
        "Two histograms of your draws. With mu at 0 the bars stand around 0, with mu "
        "at 12 around 12; both are equally wide.",
    )

# %% [markdown]
# ## What you can do now
#
# - Say what a random variable, a distribution object, a sample site and a parameter are, and which one is
#   random.
# - Write a Pyro model: a function that asks for a parameter and draws at a named sample site.
# - Give `dist.Normal` a scale, and notice when somebody gave it a variance.
# - Run a model many times, and hold the histogram of its draws against a density.
#
# A question to take along: you *made up* the mornings so far. What if you had stood at the bus stop and seen
# that the bus was 4.2 minutes late? How would you tell the model? That is step 2.

# %%
expect.overview()  # how far are you? run this cell whenever you like
