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
# # Step 2 · An observed value
#
# | | |
# |---|---|
# | **Goal** | Tell a model what you have seen, and ask how likely the model finds it |
# | **Minutes** | 30 |
# | **Prerequisites** | step_01 |

# %% [markdown]
# ## This morning you were there
#
# In step 1 you wrote a model of a bus that makes up one lateness after another. This morning nothing had to be made
# up: you stood at the stop with a watch, and the bus was 4.2 minutes late. Now the number is known.
#
# How do you tell the model? Not by changing what the model believes about buses: that one bus was late says
# something about buses, but it does not *make* buses late. And not by writing 4.2 somewhere into the program:
# tomorrow you will see another number. What we want is a model that can be run in **two ways**:
#
# - nobody has looked: draw a lateness, as before;
# - somebody has looked: take the number that was seen, and ask how likely it was.
#
# One word in one statement does both. As in step 1 we try it on cups of coffee first, and then you do it for the
# bus.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import warnings

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show

NOISE = 2.0  # minutes; how far a bus usually is from its usual lateness: a scale

# show this warning each time, not only once
warnings.filterwarnings("always", message="trying to observe")

# %% [markdown]
# ## 1. `obs=`: telling a site its value
#
# You know this coffee machine: a knob, and a sample site. New is the argument `measured`, and where it goes.
# `pyro.sample` takes a keyword `obs`, for *observed*. When it is a number (a tensor), that number **is** the value
# of the site, and nothing is drawn. When it is `None`, nobody has looked, and the site draws as ever.


# %%
def cup(measured: torch.Tensor | None = None) -> torch.Tensor:
    setting = pyro.param("setting", torch.tensor(70.0))
    return pyro.sample("temperature", dist.Normal(setting, 3.0), obs=measured)


pyro.clear_param_store()
print("nobody has looked:", cup().item())
print("nobody has looked:", cup().item())
print("a thermometer:    ", cup(torch.tensor(78.0)).item())
print("a thermometer:    ", cup(torch.tensor(78.0)).item())

# %% [markdown]
# The last two lines do not look like much: 78 in, 78 out. What was the point?
#
# Pyro wonders, too. Beside the numbers it printed a **warning**: you are *"trying to observe a value outside of
# inference"*. It means: nobody was listening. An observation matters to somebody who asks how well the model fits
# what was seen; and when a function is called by hand, like here, there is no such somebody. The warning is
# harmless. It says nothing bad about your model, and it **never costs you points**.
#
# ## 2. Somebody who listens
#
# So let somebody listen. The *trace* that you saw in step 1 runs a function and writes down every sample site. It
# knows which sites were drawn and which were observed, and from `log_prob_sum()` it tells how likely all of that
# was, as the logarithm of a density.

# %%
for measured in (None, torch.tensor(78.0), torch.tensor(71.0)):
    trace = poutine.trace(cup).get_trace(measured)
    print("measured:", measured)
    print("    drawn:      ", trace.stochastic_nodes)
    print("    observed:   ", trace.observation_nodes)
    print("    log density:", trace.log_prob_sum().item())

# %% [markdown]
# This time there is no warning: the trace is listening. And the two thermometers get different answers. The machine
# finds 71 degrees much more likely than 78. *That* is what an observation is for.
#
# Here is the same in a picture. The curve was there before anybody looked. Observing picks one place on the
# horizontal axis, and asks for the height of the curve above it. It does not move the curve.

# %%
degrees = torch.linspace(40.0, 95.0, 221)
seen = torch.tensor(78.0)
figure, axes = plt.subplots(figsize=(7, 3.2))
for setting, colour, line in ((70.0, "tab:blue", "-"), (80.0, "tab:red", "--")):
    density = dist.Normal(setting, 3.0)
    height = density.log_prob(degrees).exp()
    label = f"the knob is at {setting:.0f}"
    axes.plot(degrees, height, line, color=colour, label=label)
    axes.plot(seen, density.log_prob(seen).exp(), "o", color=colour)
    print(f"{label}: density", density.log_prob(seen).exp().item())
axes.axvline(78.0, color="black", linestyle=":", label="the thermometer says 78")
title = "One observation, two settings of the knob"
axes.set(title=title, xlabel="temperature [degrees]", ylabel="density")
axes.legend(loc="upper left")
show.figure(
    figure,
    "Two bell curves of the same width, around 70 and around 80 degrees, and a dotted "
    "line at 78. It meets the curve around 80 near its top, and the curve around 70 "
    "low in its tail.",
)

# %% [markdown]
# The two dots show something useful: the same thermometer reading is far more likely with the knob at 80 than at
# 70 (the two numbers above the picture are their heights). Seen that way, as a fact about the *knob*, the height is called the **likelihood**. Step 6 uses it to find out
# where the knob was.
#
# ## 3. Three programs that look alike
#
# All three programs below return 78 or thereabouts when you hand them 78. Only one of them observes it. Look at
# what the trace says about each.


# %%
def observed(measured):
    return pyro.sample("temperature", dist.Normal(70.0, 3.0), obs=measured)


def handed_back(measured):
    # a cup is drawn, and nobody looks at it
    pyro.sample("temperature", dist.Normal(70.0, 3.0))
    return measured


def moved(measured):
    # the machine itself is changed
    return pyro.sample("temperature", dist.Normal(measured, 3.0))


pyro.set_rng_seed(3)
for program in (observed, handed_back, moved):
    print(program.__name__)
    for measured in (torch.tensor(78.0), torch.tensor(178.0)):
        trace = poutine.trace(program).get_trace(measured)
        returned = trace.nodes["_RETURN"]["value"]  # what the program returned
        print(
            f"  given {measured.item():5.1f} it returns {returned.item():5.1f}",
            f"| observed: {trace.observation_nodes!s:15}",
            f"| log density: {trace.log_prob_sum().item():9.2f}",
        )

# %% [markdown]
# A coffee of 178 degrees is absurd, and only `observed` notices: its log density falls through the floor. The other
# two shrug. `handed_back` scores some cup that it has drawn itself, and `moved` believes any thermometer, because
# it puts the knob wherever the thermometer points. What a function *returns* is for you. What it **observes** is
# for Pyro.
#
# One more trap. In Python, `if measured:` asks whether a number is *not zero*. Zero degrees is a perfectly good
# observation! So, if you need the question at all, ask `if measured is None:`.
#
# | word | what it is | in code |
# |---|---|---|
# | observation | the value of a site, told from outside | `pyro.sample(name, distribution, obs=value)` |
# | latent site | a site that nobody has told its value: it draws | `obs=None`, or no `obs` at all |
# | likelihood | how likely the model finds what was seen, as a fact about its parameters | `trace.log_prob_sum()`, as a logarithm |

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: the bus, seen or not · 4 points
#
# Write `model(data=None)`:
#
# - As in step 1, there is a **parameter** `"mu"` that starts at 0, shape `()`, and a **sample site** `"y"`, normal
#   with its middle at `mu` and the *scale* `NOISE`. There are no other sample sites.
# - `data` is a float tensor of shape `()`, such as `torch.tensor(4.2)`: the lateness that you saw. Then `"y"` is
#   **observed** with it, whatever number it is: a bus that is exactly on time (0.0) or early (below 0) has been
#   seen like any other.
# - The distribution is made from `mu` itself, as `pyro.param` returned it. A copy of its number (`mu.item()`,
#   `mu.detach()`) would draw and score alike, but from a copy nobody can learn which way to turn the knob. (Step 9
#   shows why.)
# - When `data` is `None`, nobody has looked: `"y"` is **drawn**, anew in each call.
# - In both cases `model` **returns** the value of `"y"`, shape `()`.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Take your model from step 1, and give it the argument. Then compare it with `cup` in section 1.
#
# </details>
#
# <details><summary>Hint 2: do I need two cases?</summary>
#
# No. What does `obs` do when it is `None`? What is `data` when nobody has looked?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# It is the same two lines as in step 1, with one more keyword in the second one. `data` goes there and nowhere
# else: not into the distribution, and not behind `return`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor | None = None) -> torch.Tensor:
    """One morning: the sample site "y" ~ Normal(mu, NOISE), where "mu" is a parameter.

    mu starts at 0. data: the lateness that was seen, shape (), or None to draw one.
    Returns the value of "y", shape ().

    >>> model(torch.tensor(4.2))
    tensor(4.2000)
    """
    ### BEGIN SOLUTION
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% [markdown]
# Try it in a cell of your own first: `model()` a few times, then `model(torch.tensor(4.2))`. The warning may come
# up; you know what it means. Then run the checks. They try a few simple things; the graders look closer.

# %% nbgrader={"grade": true, "grade_id": "model_observes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "With data, y is observed", also="other data, and how likely they are at other mu"
):
    for seen in (4.2, 0.0):
        trace = expect.trace(model, (torch.tensor(seen),))
        expect.sites(trace, latent=[], observed=["y"], params=["mu"])
        run = f"model(torch.tensor({seen}))"
        expect.close(trace.sites["y"].value, seen, f"the value of y in a run of {run}")
        expect.close(trace.returned, seen, f"what {run} returned")
    at_mu = expect.trace(model, (torch.tensor(3.0),), params={"mu": 3.0}).log_density
    look = "Is NOISE given to `dist.Normal` as it is, as a scale?"
    expect.that(at_mu > -1.62, "y is spread more widely than NOISE says.", look=look)
    expect.that(at_mu < -1.60, "y is spread less widely than NOISE says.", look=look)
    late = torch.tensor(4.2)
    run = poutine.trace(model)
    expect.that(
        expect.call(lambda: run.get_trace(late).log_prob_sum().requires_grad),
        "The distribution of y is made from a copy of mu's number, not from mu itself.",
    )

# %% nbgrader={"grade": true, "grade_id": "model_draws", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Without data, y is drawn", also="how likely y is, at other mu"):
    trace = expect.trace(model)
    expect.sites(trace, latent=["y"], observed=[])
    expect.shape(trace.returned, (), "what model() returned")
    what = "what model() returned, next to what was drawn at y"
    expect.close(trace.returned, trace.sites["y"].value, what)
    again = expect.trace(model, seed=1)
    expect.differ(trace.returned, again.returned, "what two runs of model() returned")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_likelihood", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: how likely was that? · 3 points
#
# Write `log_likelihood(value)`: the logarithm of the density that your model gives to a bus which is `value`
# minutes late.
#
# - `value` is a plain Python float from -1000 to 1000, such as 4.2, 0.0 or -1.5.
# - It uses `mu` as it is in the param store at that moment. It also works when the param store is empty: `mu` then
#   starts at 0, as always. It leaves the `mu` in the store as it is.
# - It **returns a plain Python float**: the log density, not the density, and with its own sign.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Section 2 prints this very number for a cup, in the last line about each thermometer.
#
# </details>
#
# <details><summary>Hint 2: it says that the value must be a tensor</summary>
#
# `value` is a Python float, but Pyro wants a tensor as an observation. `torch.tensor(...)` makes one.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Make a tensor of the value, trace a run of `model` with it, ask the trace for its `log_prob_sum()`, and turn the
# answer into a Python float, as in step 1.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_likelihood", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_likelihood(value: float) -> float:
    """The log density of a bus that is `value` minutes late.

    mu is as it is in the param store.

    >>> log_likelihood(4.2)      # with mu at its start
    -3.8170857429504395
    """
    ### BEGIN SOLUTION
    trace = poutine.trace(model).get_trace(torch.tensor(value))
    return trace.log_prob_sum().item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "likelihood", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "log_likelihood is a float, and follows mu",
    also="its exact value for other buses and other mu",
):
    near = expect.call(log_likelihood, (1.0,), fresh=True)
    far = expect.call(log_likelihood, (4.2,), fresh=True)
    at_mu = expect.call(log_likelihood, (4.2,), params={"mu": 4.2})
    expect.number(near, "what log_likelihood(1.0) returned")
    expect.number(far, "what log_likelihood(4.2) returned")
    expect.number(at_mu, "what log_likelihood(4.2) returned with mu at 4.2")
    look = "It builds on Task 1: does your model pass its checks?"
    said = "With mu at 0, a bus 1 minute late should be more likely than one at 4.2."
    expect.that(near > far, said, look=look)
    said = "A bus 4.2 minutes late should be more likely with mu at 4.2 than at 0."
    expect.that(at_mu > far, said, look=look)
    # the top of the curve of step 1, as a logarithm
    what = "what log_likelihood(4.2) returned with mu at 4.2"
    expect.close(at_mu, -1.6121, what, atol=1e-3)
    on_time = expect.call(log_likelihood, (0.0,), params={"mu": 0.0})
    what = "what log_likelihood(0.0) returned with mu at 0"
    expect.number(on_time, what)
    expect.close(on_time, -1.6121, what, atol=1e-3)

    def kept():
        pyro.get_param_store()["mu"] = torch.tensor(3.0)
        log_likelihood(1.0)
        return pyro.get_param_store()["mu"]

    expect.close(expect.call(kept), 3.0, "mu after log_likelihood(1.0), which was 3.0,")

# %% [markdown]
# ## Look at your likelihood
#
# On the left, the knob stays at 0 and the bus varies: that is the curve of step 1, as a logarithm. On the right it
# is the other way round: the bus *was* 4.2 minutes late, and the knob varies. Before you run the cell, guess where
# the top of the right curve is.

# %%
with expect.when_written("model", "log_likelihood"):
    pyro.clear_param_store()
    minutes = torch.linspace(-8.0, 12.0, 81)
    over_values = [log_likelihood(value) for value in minutes.tolist()]
    over_mu = []
    for mu in minutes:
        pyro.get_param_store()["mu"] = mu
        over_mu.append(log_likelihood(4.2))
    pyro.clear_param_store()

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    left.plot(minutes, over_values)
    left.set(title="mu stays at 0", xlabel="minutes late", ylabel="log likelihood")
    right.plot(minutes, over_mu, color="tab:red")
    right.axvline(4.2, color="black", linestyle=":", label="what was seen")
    right.set(title="the bus was 4.2 minutes late", xlabel="mu")
    right.legend(loc="lower right")
    figure.tight_layout()
    show.figure(
        figure,
        "Two panels with your log likelihood. On the left it is drawn over the "
        "lateness, with mu at 0; on the right over mu, for a bus 4.2 minutes late, "
        "where a dotted line marks 4.2.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_predictions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: say what happens · 2 points
#
# Five questions about a right `model`. Answer first from your head, then try each one out in a cell of your own.
#
# | key | question | A | B | C |
# |---|---|---|---|---|
# | `"twice"` | You call `model(torch.tensor(4.2))` twice. The two returned values are … | two new numbers around 4.2 | 4.2 both times | two new numbers around mu |
# | `"far"` | You set mu to 100 in the param store and call `model(torch.tensor(4.2))`. It returns … | 4.2 | a number near 100 | a number between 4.2 and 100 |
# | `"store"` | mu is at 0. You call `model(torch.tensor(4.2))`. Afterwards mu in the param store is … | 4.2 | a little nearer to 4.2 | still 0 |
# | `"fit"` | mu moves from 10 to 100. The log likelihood of 4.2 … | stays the same | goes down | goes up |
# | `"later"` | You call `model(torch.tensor(4.2))`, and then `model()`. The second call returns … | 4.2 | a new number around 4.2 | a new number around mu |
#
# Write `predictions()`: it takes no arguments and returns a dictionary with exactly these five keys, each with
# `"A"`, `"B"` or `"C"`.
#
# <details><summary>Hint 1: I am not sure about "store"</summary>
#
# Who turned the knob in step 1? Print `pyro.param("mu").item()` before and after the call.
#
# </details>
#
# <details><summary>Hint 2: how do I set mu?</summary>
#
# As the cell above does it: `pyro.get_param_store()["mu"] = torch.tensor(100.0)`. And `pyro.clear_param_store()`
# puts everything back to the start.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "predictions", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predictions() -> dict[str, str]:
    """Your answers, each "A", "B" or "C".

    The keys: "twice", "far", "store", "fit", "later".
    """
    ### BEGIN SOLUTION
    return {"twice": "B", "far": "A", "store": "C", "fit": "B", "later": "C"}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "what_happens", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "predictions answers each question with A, B or C",
    also="whether the answers are right",
):
    keys = ["twice", "far", "store", "fit", "later"]
    what = "what predictions() returned"
    answers = expect.dictionary(expect.call(predictions), what, keys)
    for key, answer in answers.items():
        letter = isinstance(answer, str) and answer in ("A", "B", "C")
        expect.that(letter, f'The answer to "{key}" should be "A", "B" or "C".')

# %% [markdown]
# ## What you can do now
#
# - Write one model for two uses: it draws when nobody has looked, and observes when somebody has.
# - Say what observing does (it asks how likely the value is) and what it does not do (it moves no knob and makes no
#   promise about the next bus).
# - Tell an observation from a value that is merely returned, with the help of a trace.
# - Compute a log likelihood, as a fact about a value and as a fact about mu.
#
# One morning is little. In step 3 you see many at once, and learn the word that says: these are independent.

# %%
expect.overview()  # how far are you? run this cell whenever you like
