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
# # Beyond 1 · Models as programs
#
# | | |
# |---|---|
# | **Goal** | Write models whose runs differ in what is in them: branches, recursion, programs that make programs. |
# | **Minutes** | 45 |
# | **Prerequisites** | step_05, step_08, step_13 |
#
# Every model of the nineteen steps could have been drawn as a diagram: so many circles, so many arrows, and each run
# has them all. But a Pyro model is a *program*, and a program can do what no such diagram can. It can look at what it
# has drawn, and **do one thing or another**. It can go on **until** something happens, and nobody knows beforehand how
# long that takes. It can be **handed another program**, and make a third one of it.
#
# This lesson is about the three, and about one question that goes with each of them: *what is in a run, then, and how
# probable is it?*

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.distributions import constraints

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
GREY = "#717171"

# %% [markdown]
# ## A run that takes a turn
#
# In the rain we take the bus, which means waiting for it and then riding. In the dry we take the bicycle. So what is
# drawn *after* the weather depends on the weather:


# %%
def commute() -> torch.Tensor:
    """The way to work in wet and in dry weather: returns minutes, of shape ()."""
    rain = pyro.sample("rain", dist.Bernoulli(0.4))
    if rain.item() == 1.0:
        wait = pyro.sample("wait", dist.Exponential(0.2))
        return wait + pyro.sample("ride", dist.Normal(12.0, 1.5))
    return pyro.sample("bicycle", dist.Normal(20.0, 3.0))


pyro.set_rng_seed(1)
for _ in range(5):
    trace = poutine.trace(commute).get_trace()
    drawn = {name: trace.nodes[name]["value"].item() for name in trace.stochastic_nodes}
    print("  ".join(f"{name} {value:.1f}" for name, value in drawn.items()))

# %% [markdown]
# A trace has the sites that *this* run came by, and no others: a dry morning has no `wait`, not even one that is zero.
# And its log joint has a term for each of these, and for no other. Hold the sites of a run, and you can check it:

# %%
wet = {"rain": 1.0, "wait": 4.0, "ride": 11.0}
dry = {"rain": 0.0, "bicycle": 18.0}
by_hand = {
    "wet": [
        dist.Bernoulli(0.4).log_prob(torch.tensor(1.0)),
        dist.Exponential(0.2).log_prob(torch.tensor(4.0)),
        dist.Normal(12.0, 1.5).log_prob(torch.tensor(11.0)),
    ],
    "dry": [
        dist.Bernoulli(0.4).log_prob(torch.tensor(0.0)),
        dist.Normal(20.0, 3.0).log_prob(torch.tensor(18.0)),
    ],
}
for name, values in (("wet", wet), ("dry", dry)):
    tensors = {site: torch.tensor(value) for site, value in values.items()}
    trace = poutine.trace(poutine.condition(commute, data=tensors)).get_trace()
    terms = [f"{term:.3f}" for term in by_hand[name]]
    print(f"{name}: log joint {trace.log_prob_sum():.3f} = {' + '.join(terms)}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_weather", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One thing to keep in mind: the program has turned on the *value of the site*. `rain.item()` makes a plain number of
# it. (`if rain == 1.0:` would do as well, since there is a single number in it.) When somebody holds `rain` from
# outside, the run goes where they want it. Had the program tossed a coin of its own, unseen, nobody could.
#
# ## Task 1: the weather · 3 points
#
# Write `weather()`, a program without arguments, with two sites, both of shape `()`:
#
# - `"cloudy"` is 1.0 with probability 0.3, else 0.0.
# - `"temp"` is the day's highest temperature, in degrees Fahrenheit. On a cloudy day it is normal around 55 with the
#   standard deviation 10; on a sunny one it is normal around 75 with the standard deviation 15.
# - It returns a pair `(sky, temp)`: the text `"cloudy"` or `"sunny"`, and the temperature, the tensor of the site.
#
# <details><summary>Hint 1: where does the turn come?</summary>
#
# Both kinds of days have the same two sites. What differs is only which two numbers the second site is given.
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# Sample `"cloudy"` first. Then decide on three things at once, `sky`, `loc` and `scale`, in an `if` and its `else`, and
# sample `"temp"` once, below both.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "weather", "locked": false, "schema_version": 3, "solution": true, "task": false}
def weather() -> tuple[str, torch.Tensor]:
    """A day: sites "cloudy" and "temp", each of shape ().

    Returns (sky, temp): "cloudy" or "sunny", and a tensor of shape ().

    Example:
        >>> weather()
        ('sunny', tensor(81.2054))      # another day each time
    """
    ### BEGIN SOLUTION
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    if cloudy.item() == 1.0:
        sky, loc, scale = "cloudy", 55.0, 10.0
    else:
        sky, loc, scale = "sunny", 75.0, 15.0
    temp = pyro.sample("temp", dist.Normal(loc, scale))
    return sky, temp
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "weather_days", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("A cloudy day and a sunny one", also="other days"):
    expect.sites(expect.trace(weather), latent=["cloudy", "temp"], observed=[])
    for cloudy, sky, loc, scale in (
        (1.0, "cloudy", 55.0, 10.0),
        (0.0, "sunny", 75.0, 15.0),
    ):
        day = expect.trace(weather, values={"cloudy": cloudy, "temp": 62.0})
        expect.sites(day, latent=[], observed=["cloudy", "temp"])
        chance = dist.Bernoulli(0.3).log_prob(torch.tensor(cloudy))
        expect.close(day.sites["cloudy"].log_prob, chance, f"log p(cloudy = {cloudy})")
        density = dist.Normal(loc, scale).log_prob(torch.tensor(62.0))
        what = f"the log density of 62 degrees on a {sky} day"
        expect.close(day.sites["temp"].log_prob, density, what)
        expect.length(day.returned, 2, "the pair (sky, temp) that weather() returned")
        expect.equal(day.returned[0], sky, f"the sky that weather returned, {sky},")
        expect.close(day.returned[1], 62.0, "the temp that weather() returned")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_ice_cream", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: selling ice cream on top of it · 2 points
#
# A stochastic function can call another one, as any function can. The sites of both are then in the run.
#
# Write `ice_cream()`, a program without arguments that **calls `weather`** once, and adds one site:
#
# - `"sales"`, of shape `()`, is how many ice creams are sold, normal with the standard deviation 25. It is around 200
#   when the day is sunny **and** has more than 80 degrees, and around 50 on every other day.
# - It returns what was sold, the tensor of this site.
#
# <details><summary>Hint 1: what does the seller know?</summary>
#
# What `weather` returned. It has all that the seller needs, and need not be drawn again.
#
# </details>
#
# <details><summary>Hint 2: four kinds of days</summary>
#
# A sunny cool day, a cloudy hot one and a cloudy cool one all sell the same. A day of exactly 80 degrees does not have
# more than 80.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "ice_cream", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ice_cream() -> torch.Tensor:
    """A day of weather, and what is sold on it: returns "sales", of shape ().

    Example:
        >>> ice_cream()
        tensor(38.1140)      # another day each time
    """
    ### BEGIN SOLUTION
    sky, temp = weather()
    good = sky == "sunny" and temp.item() > 80.0
    return pyro.sample("sales", dist.Normal(200.0 if good else 50.0, 25.0))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sales_days", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Good days and bad ones", also="other days"):
    days = {(0.0, 95.0): 200.0, (0.0, 70.0): 50.0, (1.0, 95.0): 50.0, (1.0, 60.0): 50.0}
    for (cloudy, temp), loc in days.items():
        held = {"cloudy": cloudy, "temp": temp}
        below = expect.trace(weather, values=held)
        back = "This check needs a right `weather`: look at Task 1 once more."
        expect.that(below.observed == ["cloudy", "temp"], back)
        day = expect.trace(ice_cream, values=held | {"sales": 110.0})
        expect.sites(day, latent=[], observed=["cloudy", "temp", "sales"])
        density = dist.Normal(loc, 25.0).log_prob(torch.tensor(110.0))
        what = f"the log density of 110 sales when cloudy is {cloudy} and temp {temp}"
        expect.close(day.sites["sales"].log_prob, density, what)
        expect.close(day.returned, 110.0, "what ice_cream() returned")

# %% [markdown]
# ## Asking backwards
#
# The day had 70 degrees. Was it cloudy? The program goes from the sky to the temperature, and the question goes the
# other way. In the picture are both kinds of days, each bell as large as such days are frequent. Look at the two
# heights above 70.

# %%
degrees = torch.linspace(10.0, 130.0, 121)
bells = {
    "cloudy": (0.3 * dist.Normal(55.0, 10.0).log_prob(degrees).exp(), GREY, "--"),
    "sunny": (0.7 * dist.Normal(75.0, 15.0).log_prob(degrees).exp(), ORANGE, "-"),
}
figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
for sky, (bell, colour, style) in bells.items():
    axes.plot(degrees, bell, style, color=colour, label=f"{sky} days")
axes.axvline(70.0, color=BLUE, linestyle=":", label="70 degrees")
axes.set(xlabel="temp", ylabel="probability of sky times density")
axes.legend()
show.figure(
    figure,
    "Two bells over the temperature: cloudy days, lower and narrow, around 55 degrees; "
    "sunny days, broad and higher, around 75. At 70 degrees the bell of sunny days is "
    "the higher one by far.",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_cloudy_given", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: was it cloudy? · 2 points
#
# Write `cloudy_given(temp, program)`: the probability that the day was cloudy, after its temperature was seen to be
# `temp`.
#
# - `temp` is a Python float, from -1000 to 1000.
# - `program` is `weather`, or any other program without arguments that has these two sites, first `"cloudy"`
#   (Bernoulli) and then `"temp"` (normal), and no others. The numbers in it may be others.
# - It returns a plain Python float. It is **exact**: nothing is counted in random runs.
# - It is right for *every* `temp`, those too at which both densities are so small that a float32 has no other word for
#   them than 0.
#
# <details><summary>Hint 1: two stories</summary>
#
# Hold `"temp"` at what was seen, and `"cloudy"` once at 0 and once at 1. Then both runs are fixed, and each has a log
# joint. You have divided two stories like these in step 8. A conditioned value has to be a tensor.
#
# </details>
#
# <details><summary>Hint 2: nan</summary>
#
# That is 0 divided by 0. `exp` has turned both log joints into 0, although one of them is far larger than the other.
# What matters is their *difference*: subtract the larger one before `exp`, or let `torch.softmax` do it.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "cloudy_given", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cloudy_given(temp: float, program: Callable[[], Any]) -> float:
    """The probability that "cloudy" is 1 when "temp" was seen to be `temp`.

    program: takes no arguments, has the sites "cloudy" and "temp" and no others.
    Exact; a Python float, for every temp from -1000 to 1000.
    """
    ### BEGIN SOLUTION
    stories = []
    for cloudy in (0.0, 1.0):
        values = {"cloudy": torch.tensor(cloudy), "temp": torch.tensor(temp)}
        story = poutine.condition(program, data=values)
        stories.append(poutine.trace(story).get_trace().log_prob_sum())
    return torch.stack(stories).softmax(0)[1].item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "cloudy_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def autumn() -> tuple[str, torch.Tensor]:
    """Another program with the same sites."""
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.6))
    loc, scale = (48.0, 6.0) if cloudy.item() == 1.0 else (57.0, 9.0)
    temp = pyro.sample("temp", dist.Normal(loc, scale))
    return "cloudy" if cloudy.item() == 1.0 else "sunny", temp


with expect.check("Cloudy or not, exactly", also="other programs"):
    grey = 0.6 * dist.Normal(48.0, 6.0).log_prob(torch.tensor(50.0)).exp()
    bright = 0.4 * dist.Normal(57.0, 9.0).log_prob(torch.tensor(50.0)).exp()
    answers = [expect.call(cloudy_given, (50.0, autumn), seed=seed) for seed in (0, 1)]
    for answer in answers:
        what = "what cloudy_given(50.0, autumn) returned"
        expect.number(answer, what)
        expect.close(answer, grey / (grey + bright), what, atol=1e-5)
    far = expect.call(cloudy_given, (400.0, autumn))
    what = "what cloudy_given(400.0, autumn) returned"
    expect.close(expect.number(far, what), 0.0, what)

# %% [markdown]
# Now the answer for 70 degrees, and for every other temperature. Before you run the cell: what do you expect at 0
# degrees, on a day as cold as hardly any?

# %%
with expect.when_written("weather", "cloudy_given"):
    shares = [cloudy_given(temp, weather) for temp in degrees.tolist()]
    for temp in (70.0, 40.0, 0.0):
        print(f"{temp:4.0f} degrees: cloudy {cloudy_given(temp, weather):.6f}")
    top = max(range(len(shares)), key=shares.__getitem__)
    print(f"the most that it ever is: {shares[top]:.3f}, at {degrees[top]:.1f} degrees")

    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    axes.plot(degrees, shares, color=BLUE)
    axes.set(xlabel="temp", ylabel="probability of clouds", ylim=(0, 1))
    show.figure(
        figure,
        "The probability of clouds over the temperature: one hill, whose top of "
        f"{shares[top]:.2f} is at {degrees[top]:.0f} degrees; on both sides it falls "
        "towards zero.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "until", "locked": true, "schema_version": 3, "solution": false, "task": false}
# An icy day was most likely a sunny one, says the model. That is what was written down: the sunny days have the
# *broader* bell, and far out the broader bell is the higher one, on both sides. Nobody who wrote "55 and 10, 75 and 15"
# will have meant it. Asking a program backwards is a good way to find out what it says.
#
# ## Until something happens
#
# The next program draws a number of times that nobody knows beforehand. A walker stands between the door (0) and the
# river (5), and takes a step to one side or the other until one of them is reached. The first version gives its site
# one name. On its own it seems to work:


# %%
def one_name_for_all(place: int = 2) -> int:
    """Steps to the left or the right until 0 or 5, all with one name."""
    while 0 < place < 5:
        right = pyro.sample("step", dist.Bernoulli(0.5))
        place += 1 if right.item() == 1.0 else -1
    return place


def walk(place: int = 2) -> int:
    """The same, each step with a name of its own."""
    step = 0
    while 0 < place < 5:
        right = pyro.sample(f"step_{step}", dist.Bernoulli(0.5))
        place += 1 if right.item() == 1.0 else -1
        step += 1
    return place


pyro.set_rng_seed(0)
print("called:", [one_name_for_all() for _ in range(8)])
try:
    poutine.trace(one_name_for_all).get_trace()
except RuntimeError as error:
    print("traced: RuntimeError:", str(error).splitlines()[0])
print()
for _ in range(4):
    trace = poutine.trace(walk).get_trace()
    steps = [trace.nodes[name]["value"].item() for name in trace.stochastic_nodes]
    ended = trace.nodes["_RETURN"]["value"]
    print(f"{len(steps):2d} sites:", *(f"{step:.0f}" for step in steps), "->", ended)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_geometric", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A name stands for *one* random variable of a run. Whoever holds, scores or replays a run has to say which one is
# meant. So where a statement is reached many times, its name has to change. The usual way is a counter in it.
#
# ## Task 4: as often as it takes · 4 points
#
# Write `geometric(p, t=0)`: toss a coin that shows 1 with probability `p`, until it does.
#
# - The sites are `"x_0"`, `"x_1"`, `"x_2"` and so on, each of shape `()` and Bernoulli with probability `p`. The last
#   of them is 1.0, all others are 0.0. With another `t` the names begin there: `geometric(p, 3)` has `"x_3"` first.
# - It returns, as a plain int, **how many zeros** came before the 1: for a run with the sites 0, 0, 1 it is 2.
# - `p` is a Python float or a tensor of shape `()`, from 0.05 to 1.
# - There is no other limit to the number of sites than Python's own.
#
# The shortest way is **recursion**: a program that calls itself. Toss once; if that was not it, the rest is the same
# task again, with the next name. A loop is as good.
#
# <details><summary>Hint 1: the case that ends it</summary>
#
# When `"x_t"` is 1, no zero came before it from here on. What is to be returned then?
#
# </details>
#
# <details><summary>Hint 2: the case that goes on</summary>
#
# When `"x_t"` is 0, that is one zero, and the rest of them are counted by a `geometric` whose first name is the next
# one. Do not forget to return the sum of the two.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "geometric", "locked": false, "schema_version": 3, "solution": true, "task": false}
def geometric(p: float | torch.Tensor, t: int = 0) -> int:
    """Toss a coin until it shows 1, from "x_t" on; returns the number of zeros.

    p: the probability of a 1, a float or a tensor of shape (), from 0.05 to 1.
    """
    ### BEGIN SOLUTION
    x = pyro.sample(f"x_{t}", dist.Bernoulli(p))
    return 0 if x.item() == 1.0 else 1 + geometric(p, t + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "geometric_runs", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("Runs of one, three and fifty tosses", also="longer runs"):
    for zeros, t in ((0, 0), (2, 0), (49, 0), (1, 3)):
        tosses = [0.0] * zeros + [1.0]
        values = {f"x_{t + i}": toss for i, toss in enumerate(tosses)}
        run = expect.trace(geometric, (0.2, t), values=values)
        expect.sites(run, latent=[], observed=list(values))
        wanted = zeros * torch.tensor(0.8).log() + torch.tensor(0.2).log()
        what = f"the log joint of {zeros} zeros and a 1, for p = 0.2,"
        expect.close(run.log_density, wanted, what)
        expect.equal(run.returned, zeros, f"what geometric(0.2, {t}) returned")

# %% nbgrader={"grade": true, "grade_id": "geometric_law", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def many_runs(p: float, n: int) -> list[int]:
    """What geometric(p) returns in n runs, one after the other."""
    return [geometric(p) for _ in range(n)]


with expect.check("Other numbers of zeros in other runs", also="how often each comes"):
    zeros = expect.call(many_runs, (0.2, 60))
    for number in zeros:
        kind = type(number).__name__
        expect.equal(kind, "int", "the kind of what geometric(0.2) returned")
    told = "Sixty runs of geometric(0.2) are nearly all equal."
    expect.that(len(set(zeros)) > 3, told)
    certain = expect.trace(geometric, (1.0,))
    expect.sites(certain, latent=["x_0"], observed=[])

# %% [markdown]
# How many tosses does it take? The chance of exactly k zeros is $(1-p)^k p$, their mean is $(1-p)/p$. No number of
# sites is the largest possible one. A plate cannot do that.

# %%
with expect.when_written("geometric"):
    pyro.set_rng_seed(0)
    zeros = torch.tensor([geometric(0.3) for _ in range(1000)])
    print(f"mean number of zeros, p = 0.3: {zeros.double().mean():.3f}", end="   ")
    print(f"exact {0.7 / 0.3:.3f}   most in 1000 runs: {zeros.max()}")

    k = torch.arange(15)
    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    counted = torch.bincount(zeros, minlength=15)[:15] / len(zeros)
    axes.bar(k, counted, color=BLUE, alpha=0.5, label="share of 1000 runs")
    axes.plot(k, 0.3 * 0.7**k, "o", color=ORANGE, label="exact")
    axes.set(xlabel="zeros before the first 1, p = 0.3", ylabel="probability")
    axes.legend()
    show.figure(
        figure,
        "Bars: the share of runs with 0, 1, 2, … zeros, falling by about a third from "
        "each to the next. The exact probabilities lie near the tops of the bars.",
    )

# %% [markdown]
# ## Programs that make programs
#
# A stochastic function is a value like any other. You may hand it to a function, and get a new one back. Handlers such
# as `poutine.condition` do just that. Here is one that adds a crude clock to any program that returns minutes. And
# beside it is a version in which one line has moved. Can you see what it does?


# %%
def clocked(program: Callable[[], torch.Tensor]) -> Callable[[], torch.Tensor]:
    """A new program: runs `program`, and reads what it returned off a crude clock."""

    def with_clock() -> torch.Tensor:
        minutes = program()
        return pyro.sample("clock", dist.Normal(minutes, 2.5))

    return with_clock


def clocked_once(program: Callable[[], torch.Tensor]) -> Callable[[], torch.Tensor]:
    """The same? One line stands somewhere else."""
    minutes = program()

    def with_clock() -> torch.Tensor:
        return pyro.sample("clock", dist.Normal(minutes, 2.5))

    return with_clock


pyro.set_rng_seed(2)
for make in (clocked, clocked_once):
    program = make(commute)
    print(make.__name__)
    for _ in range(3):
        trace = poutine.trace(program).get_trace()
        around = trace.nodes["clock"]["fn"].loc.item()
        print(f"   the clock is around {around:.1f}; sites:", trace.stochastic_nodes)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_either", "locked": true, "schema_version": 3, "solution": false, "task": false}
# `clocked_once` runs the commute when the new program is *made*. From then on the same morning comes again, and no
# trace has it. What is random has to happen when the new program is **run**: inside the inner function.
#
# ## Task 5: one or the other · 3 points
#
# Write `either(name, weight, first, second)`. `first` and `second` are programs without arguments. It returns a **new
# program** without arguments, which, each time it is run,
#
# - draws a site with the name `name`, of shape `()`: 1.0 with probability `weight` (a Python float), else 0.0;
# - then runs `first` if that was 1.0, and `second` if it was 0.0: **only the one, not both**;
# - and returns whatever that program returned, as it is.
#
# `either` itself draws nothing and runs nothing. Since the name of the site is given, what comes out can go into
# `either` once more, under another name.
#
# <details><summary>Hint 1: the form of it</summary>
#
# It is that of `clocked`: a `def` inside of a `def`, and a `return` for each of them.
#
# </details>
#
# <details><summary>Hint 2: brackets</summary>
#
# `first` is the program. `first()` runs it. At the end of `either` stands the inner function itself, without brackets.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "either", "locked": false, "schema_version": 3, "solution": true, "task": false}
def either(
    name: str, weight: float, first: Callable[[], Any], second: Callable[[], Any]
) -> Callable[[], Any]:
    """A new program that runs `first` with probability `weight`, else `second`.

    The choice is a site called `name`, 1.0 for `first`, of shape (). The new program
    returns what the chosen program returned.
    """

    ### BEGIN SOLUTION
    def chosen() -> Any:
        which = pyro.sample(name, dist.Bernoulli(weight))
        return first() if which.item() == 1.0 else second()

    return chosen
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "either_runs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def tram() -> str:
    """A way with one site; returns a text."""
    pyro.sample("stops", dist.Poisson(4.0))
    return "by tram"


def on_foot() -> str:
    """A way with another site."""
    pyro.sample("pace", dist.Normal(5.0, 0.5))
    return "on foot"


def makes_a_program(name: str, weight: float) -> bool:
    """Whether either gives something that can be run."""
    return callable(either(name, weight, tram, on_foot))


def made_then_run(name: str, weight: float) -> Any:
    """Make a program with either, unseen; then run it."""
    with poutine.block():  # what happens while it is made is no part of the run
        program = either(name, weight, tram, on_foot)
    return program()


with expect.check("The one way or the other", also="other programs"):
    can_run = expect.call(makes_a_program, ("way", 0.7))
    expect.that(can_run, "What either(…) returned is no function that could be run.")
    ways = {1.0: ("stops", "by tram", 0.7), 0.0: ("pace", "on foot", 0.3)}
    for which, (site, said, chance) in ways.items():
        run = expect.trace(made_then_run, ("way", 0.7), values={"way": which})
        expect.sites(run, latent=[site], observed=["way"])
        log_chance = torch.tensor(chance).log()
        what = f"the log probability that way is {which}, for a weight of 0.7,"
        expect.close(run.sites["way"].log_prob, log_chance, what)
        expect.equal(run.returned, said, f"what came back when way was {which}")

# %% nbgrader={"grade": true, "grade_id": "either_made", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def made_and_run_often(n: int) -> dict[str, Any]:
    """What one program of either runs while it is made, and in n runs."""
    begun = []
    program = either("way", 0.6, lambda: begun.append(1), lambda: begun.append(2))
    before = list(begun)
    for _ in range(n):
        program()
    return {"before": before, "afterwards": begun}


def nested(name: str) -> Any:
    """A program of either inside of another."""
    inner = either("way", 0.6, lambda: "a", lambda: "b")
    return either(name, 0.5, inner, lambda: "c")()


with expect.check("One program, many runs", also="what happens while it is made"):
    can_run = expect.call(makes_a_program, ("way", 0.7))
    expect.that(can_run, "What either(…) returned is no function that could be run.")
    ran = expect.call(made_and_run_often, (40,))
    told = "either has run a program while it was still making the new one."
    expect.that(ran["before"] == [], told)
    told = "One program of either, run forty times, went the same way each time."
    expect.that(1 in ran["afterwards"] and 2 in ran["afterwards"], told)
    told = "In forty runs of a program of either, forty ways have to be begun."
    expect.that(len(ran["afterwards"]) == 40, told)
    run = expect.trace(nested, ("outer",), values={"outer": 1.0, "way": 0.0})
    expect.sites(run, latent=[], observed=["outer", "way"])
    expect.equal(run.returned, "b", "what came back from the second of the inner two")

# %% [markdown]
# What you have written is half a language for mixing stories. Two seasons, as one program:

# %%
with expect.when_written("weather", "either"):
    year = either("summer", 0.4, weather, autumn)
    pyro.set_rng_seed(0)
    for _ in range(4):
        trace = poutine.trace(year).get_trace()
        season = "summer" if trace.nodes["summer"]["value"] == 1.0 else "autumn"
        sky, temp = trace.nodes["_RETURN"]["value"]
        print(f"{season}: {sky}, {temp:.0f} degrees,", end=" ")
        print(f"log joint {trace.log_prob_sum():.3f}")

# %% [markdown]
# ## Everything in one program
#
# A display shows a number. It comes from one of three thermometers, 1, 2 or 3, each of which is off by something; or it
# comes from none of them (0), and then we do not want to say anything about it. How often each is at work is not known:
# that is a *parameter*, four numbers that have to stay probabilities while they are learnt. The vector with the three
# errors is drawn by a function of its own, which is ready:


# %%
NOISE = 2.0  # the scale of a reading around its thermometer's error


def error_of(index: int | torch.Tensor) -> torch.Tensor:
    """By how much the thermometer with this index, 0, 1 or 2, is off: of shape ().

    Draws all three at once, as the site "x" of event shape [3].
    """
    x = pyro.sample("x", dist.Normal(0.0, 10.0).expand([3]).to_event(1))
    return x[index]


pyro.set_rng_seed(0)
trace = poutine.trace(error_of).get_trace(2)
print("x:", [round(error, 2) for error in trace.nodes["x"]["value"].tolist()])
print(f"error_of(2): {trace.nodes['_RETURN']['value']:.2f}")

# How often, of four kinds: start values, a constraint, and a step of an optimiser.
pyro.clear_param_store()
for name, constraint in (("free", constraints.real), ("kept", constraints.simplex)):
    pyro.param(name, torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraint)
    with torch.no_grad():
        unconstrained = pyro.param(name).unconstrained()
        unconstrained += torch.linspace(-0.5, 0.2, len(unconstrained))
    moved = [round(share, 3) for share in pyro.param(name).tolist()]
    print(f"{name}: {moved}, sum {pyro.param(name).sum():.3f}")
pyro.clear_param_store()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_branching", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Whatever moves it, what `constraints.simplex` keeps is a list of probabilities. Without it, the first step makes
# something else of them.
#
# ## Task 6: the display · 5 points
#
# Write `branching(data=None)`:
#
# - A parameter `"p"` of shape `[4]` starts at 0.4, 0.3, 0.2, 0.1. It is **constrained to the simplex**.
# - A site `"c"` of shape `()` says where the number comes from: it is 0, 1, 2 or 3 with the probabilities `p`
#   (Categorical).
# - **If `c` is larger than 0**, the number on the display is a site `"obs"` of shape `()`: normal around the error of
#   thermometer c, with the standard deviation `NOISE`. Thermometer 1 has the first of the three errors. `"obs"` is
#   observed as `data`, a tensor of shape `()`, and drawn where `data` is None.
# - **If `c` is 0**, there is nothing more in the run: no `"x"`, no `"obs"`.
# - It returns `c`, the tensor of its site.
#
# The errors come from `error_of`; so the site `"x"` is in the run exactly when that is called.
#
# <details><summary>Hint 1: in which order?</summary>
#
# Four statements: the parameter, the site `"c"`, an `if` with a single sample statement in it, and the return.
#
# </details>
#
# <details><summary>Hint 2: index 3 is out of bounds</summary>
#
# There are four values of c, and three errors. What is the index of the first thermometer's error, and what is c then?
#
# </details>
#
# <details><summary>Hint 3: the check finds sites that should not be there</summary>
#
# Everything about the thermometers belongs *inside* the `if`, the call of `error_of` too.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "branching", "locked": false, "schema_version": 3, "solution": true, "task": false}
def branching(data: torch.Tensor | None = None) -> torch.Tensor:
    """A number on a display, of one of three thermometers (c > 0) or of none (c = 0).

    data: the number that was seen, of shape (); drawn where it is None.
    Returns c, of shape (). Param "p" [4], on the simplex.
    """
    ### BEGIN SOLUTION
    start = torch.tensor([0.4, 0.3, 0.2, 0.1])
    p = pyro.param("p", start, constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    return c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "branching_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("What is in a run, on each branch", also="runs that nobody holds"):
    reading = torch.tensor(3.5)
    for c in (0, 1, 3):
        run = expect.trace(branching, (reading,), values={"c": c})
        more = (["x"], ["c", "obs"]) if c else ([], ["c"])
        expect.sites(run, latent=more[0], observed=more[1], params=["p"])
        expect.close(run.returned, c, f"what branching returned when c was {c}")
    run = expect.trace(branching, values={"c": 2})
    expect.sites(run, latent=["x", "obs"], observed=["c"], params=["p"])

# %% nbgrader={"grade": true, "grade_id": "branching_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The density of a run on each branch", also="other values"):
    reading = torch.tensor(3.5)
    errors = torch.tensor([-4.0, 1.0, 9.0])
    shares = torch.tensor([0.1, 0.2, 0.3, 0.4])
    for c in range(4):
        values = {"c": c, "x": errors}
        run = expect.trace(branching, (reading,), values=values, params={"p": shares})
        log_share = expect.site(run, "c").log_prob
        what = f"log p(c = {c}), when p is 0.1, 0.2, 0.3, 0.4,"
        expect.close(log_share, shares[c].log(), what)
        if c:
            wanted = dist.Normal(errors[c - 1], NOISE).log_prob(reading)
            what = f"the log density of obs = 3.5, given thermometer {c} is off by"
            site = expect.site(run, "obs", observed=True)
            expect.close(site.log_prob, wanted, f"{what} {errors[c - 1]:.0f},")

# %% nbgrader={"grade": true, "grade_id": "branching_param", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def start_and_moved() -> list[list[float]]:
    """p as it starts, and after its unconstrained numbers were moved."""
    pyro.clear_param_store()
    branching()
    start = pyro.param("p").tolist()
    with torch.no_grad():
        free = pyro.param("p").unconstrained()
        free += torch.linspace(0.8, -0.3, len(free))
    return [start, pyro.param("p").tolist()]


with expect.check("Probabilities that stay probabilities"):
    expect.sites(expect.trace(branching), params=["p"])
    start, moved = expect.call(start_and_moved)
    expect.close(start, [0.4, 0.3, 0.2, 0.1], "the start values of p")
    told = "After p was moved, it is no list of probabilities any more."
    expect.that(abs(sum(moved) - 1.0) < 1e-4 and min(moved) > 0.0, told)

# %% [markdown]
# ## What does the program say about the branch without data?
#
# A legal program, and a strange one. On the branch with c = 0 the number on the display does not appear at all. So a
# run that takes this branch pays nothing for it, however odd the number. On the other branch a number of 3.5 has its
# *density*, once the unknown error is averaged out, and a density changes with the unit:

# %%
rows = []
for unit, factor in (("degrees", 1.0), ("tenths", 10.0), ("thousandths", 1000.0)):
    spread = factor * (10.0**2 + NOISE**2) ** 0.5  # of the error and the noise together
    for number in (3.5, 35.0):
        seen = dist.Normal(0.0, spread).log_prob(torch.tensor(factor * number)).exp()
        silent = 0.4 / (0.4 + 0.6 * seen)
        rows.append([f"{number} degrees, in {unit}", seen.item(), f"{silent:.6f}"])
heads = ["the number", "its density for c > 0", "probability of c = 0"]
show.table("From none of them?", heads, rows)

# %% [markdown]
# The same number in another unit, and another answer. Weighing "did not say" against "said this" is weighing a
# probability against a density, and no unit is the right one. Pyro cannot see that. If you mean "any number between -50
# and 50 may come then", say so, with a site: on both branches the data have to be observed. *You are free to write what
# you like; that also means that it is you who must know what it says.*
#
# ## What you can do now
#
# - You can write programs whose sites depend on what has been drawn, and say which terms the log joint of a run has.
# - You can ask such a program backwards, exactly, as long as the stories can be counted; and in a way that still works
#   where every density is 0 to a float.
# - You can write a program with an unbounded number of sites, each with a name of its own.
# - You can make programs from programs, and you know when something is drawn: when it is run, not when it is made.
# - You can keep a list of probabilities on the simplex while it is learnt.
#
# Counting stories works when there are few of them. In beyond_2 the unknown is a weight, which may be any number, and a
# second program, the guide, tells where to look.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
