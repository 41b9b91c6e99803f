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
# # Step 8 · Conditioning
#
# | | |
# |---|---|
# | **Goal** | Hold a random variable at a value, ask what the run says then, and tell seeing a value from setting it. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_04, step_07 |
#
# The new bus line of step 7 has opened, and you have taken it on five mornings. Your model makes up a `mu` in each run,
# and you cannot choose which. But now you have questions about *certain* values. How well does a `mu` of 2
# go together with my five mornings, and does 1 go better? And what would mornings look like on a line whose `mu` is 4?
#
# For both you have to take the program as it is, and hold one of its random variables at a value. Pyro calls this
# **conditioning**.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
NOISE = 2.0  # the scale of y: how far one morning usually is from mu


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Normal(0, 1); y ~ Normal(mu, NOISE) in plate "N". data: [N]; returns [N]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


mornings = torch.tensor([3.1, -0.4, 2.6, 1.2, 4.5])  # what you saw: minutes late

# %% [markdown]
# The model is given here. It is the one that you wrote in step 7.
#
# ## Holding a site
#
# Back to the bakery for a moment: a baker's hand is normal around 750 grams with the scale 20, and the loaves
# are normal around the hand with the scale 10. What if the hand is exactly 790?
# `poutine.condition(program, data={name: value})` gives a **new program**, which does the same as the old one, but at
# the named site it does not draw. It takes the value.


# %%
def baker(n_loaves: int) -> torch.Tensor:
    """hand ~ Normal(750, 20); loaf ~ Normal(hand, 10) in a plate; returns loaves."""
    hand = pyro.sample("hand", dist.Normal(750.0, 20.0))
    with pyro.plate("loaves", n_loaves):
        return pyro.sample("loaf", dist.Normal(hand, 10.0))


heavy_baker = poutine.condition(baker, data={"hand": torch.tensor(790.0)})

pyro.set_rng_seed(0)
for name, program in {"baker": baker, "heavy_baker": heavy_baker}.items():
    for _ in range(2):
        trace = poutine.trace(program).get_trace(4)
        hand, loaves = trace.nodes["hand"], trace.nodes["loaf"]["value"]
        print(f"{name:12} hand {hand['value'].item():.1f},", end=" ")
        print(f"observed: {hand['is_observed']!s:5},", end=" ")
        print("loaves", [round(loaf, 1) for loaf in loaves.tolist()])

# %% [markdown]
# `baker` itself is what it was; only the new program holds its hand still. Two things to note:
#
# - The loaves of `heavy_baker` are **still drawn**. Only the site that was named is held.
# - The site counts as **observed** now, as if somebody had seen the hand. It still has its distribution, and so
#   it still has its term in the log joint: an observed hand of 790 is not a very likely one, and the log joint
#   says so. Compare `obs=` in step 2. Conditioning does the same from *outside* of the program.
#
# You may hold several sites at once. Below all of them are held, so nothing is left to chance: the log joint is the
# same in each run. Its terms are what you expect.

# %%
loaves = torch.tensor([771.0, 779.0, 764.0])
held = poutine.condition(baker, data={"hand": torch.tensor(790.0), "loaf": loaves})
for _ in range(2):
    trace = poutine.trace(held).get_trace(3)
    print(f"log joint:                     {trace.log_prob_sum():.4f}")
hand_term = dist.Normal(750.0, 20.0).log_prob(torch.tensor(790.0))
loaf_terms = dist.Normal(790.0, 10.0).log_prob(loaves)  # [3]
print(f"log p(hand):                    {hand_term:.4f}")
print("log p(loaf | hand), each:      ", [round(x, 4) for x in loaf_terms.tolist()])
print(f"log p(hand) and the three:     {hand_term + loaf_terms.sum():.4f}")

# %% [markdown]
# Now the traps. Pyro tells you about one of them, and is silent about the other. Run the cell, and see which
# is which.

# %%
print("A name that is not there:")
misspelt = poutine.condition(baker, data={"Hand": torch.tensor(790.0)})
for _ in range(2):
    hand = poutine.trace(misspelt).get_trace(3).nodes["hand"]["value"]
    print(f"  hand = {hand:.1f}")

print("A value that is a plain number, not a tensor:")
try:
    plain = poutine.condition(baker, data={"hand": 790.0})
    print("  log joint =", poutine.trace(plain).get_trace(3).log_prob_sum())
except ValueError as error:
    print("  ValueError:", *str(error).splitlines()[:2])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_log_joint", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A misspelt name is no error: the new program waits for a site of this name, which never comes, and draws everything
# as before. So when a "conditioned" program gives another answer in each run, look at the name.
#
# ## Task 1: how well do they go together? · 4 points
#
# Write `log_joint(mu, data)`: the log joint probability of `model` when its site `"mu"` is held at `mu`, and `"y"`
# is observed as `data`,
#
# $$\log p(\mu, y) = \log p(\mu) + \sum_i \log p(y_i \mid \mu).$$
#
# - `mu` is a Python float, or a tensor of shape `()`: take both.
# - `data` is a float tensor of shape `[n]`, for any n from 1 up.
# - It returns a plain Python float. Nothing in it is left to chance: equal arguments, equal answers.
#
# <details><summary>Hint 1: who holds what?</summary>
#
# `model` has a way to take its mornings already. It has none for mu.
#
# </details>
#
# <details><summary>Hint 2: a different number in each call</summary>
#
# Then something is still drawn. Print the trace's table of values, or its `stochastic_nodes`, to see what: mu, or the
# mornings?
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Make a new program by conditioning `model`, trace it with the data as its argument, and ask the trace for the sum of
# all terms. `torch.as_tensor` makes a tensor of a float and leaves a tensor as it is; `.item()` goes the other way.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_joint", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_joint(mu: float | torch.Tensor, data: torch.Tensor) -> float:
    """The log joint probability of `model` at mu and data.

    mu: a float or a tensor of shape (); data: [n], n >= 1. Returns a Python float.

    Example:
        >>> log_joint(1.5, torch.tensor([2.0, 0.5, 1.0]))
        -7.0677...
    """
    ### BEGIN SOLUTION
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(data).log_prob_sum().item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "joint_value", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The log joint of one morning, and of three", also="other data"):
    for mu, data in ((0.0, torch.tensor([4.0])), (1.5, torch.tensor([2.0, 0.5, 1.0]))):
        got = expect.call(log_joint, (torch.tensor(mu), data))
        prior = dist.Normal(0.0, 1.0).log_prob(torch.tensor(mu))
        terms = prior + dist.Normal(mu, NOISE).log_prob(data).sum()
        expect.close(got, terms, f"log_joint for a mu of {mu} and {data.tolist()}")

# %% nbgrader={"grade": true, "grade_id": "joint_kinds", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("Takes a float or a tensor, gives a float"):
    for mu, kind in ((1.0, "a float"), (torch.tensor(1.0), "a tensor")):
        answer = expect.call(log_joint, (mu, torch.tensor([4.0, 2.0])))
        expect.number(answer, f"what log_joint returned for a mu that is {kind}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_log_joint", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What the number says
#
# By itself a log joint says little: for this model it is lower for ten mornings than for five, just because there are
# more terms, each of them negative. Hold the data fixed and *compare two values of mu*, and it says a lot. By Bayes' rule
#
# $$\log p(\mu \mid y) = \log p(\mu, y) - \log p(y),$$
#
# and the last term is the same for every mu. So the *difference* of two log joints is the difference of the two log
# probabilities of these values, *after* having seen the mornings. Here are your five mornings. Where do you expect the
# best mu?

# %%
with expect.when_written("log_joint"):
    grid = torch.linspace(-3.0, 5.0, 161)
    heights = torch.tensor([log_joint(mu, mornings) for mu in grid])
    best, mean = grid[heights.argmax()].item(), mornings.mean().item()
    print(f"the best mu on the grid: {best:.2f}   the mean of the mornings: {mean:.2f}")
    for mu in (1.0, 2.0, 999.0):
        print(f"log joint at mu = {mu:5.1f}: {log_joint(mu, mornings):12.2f}")

    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    share = (heights - heights.max()).exp()
    axes.plot(grid, share, color=BLUE, label="p(mu, mornings), relative to its top")
    seen = {"color": ORANGE, "clip_on": False, "label": "your five mornings"}
    axes.plot(mornings, torch.zeros(5), "o", **seen)
    axes.axvline(mean, color=ORANGE, linestyle=":", label="their mean")
    axes.set(xlabel="mu [minutes]", ylabel="relative to the best")
    axes.set(ylim=(0, 1.75), yticks=[0, 0.5, 1])
    axes.legend(loc="upper left")
    show.figure(
        figure,
        "p(mu, mornings) for mu from -3 to 5, a single hill. "
        f"Its top is at {best:.2f}; right of it the mean of the mornings, {mean:.2f}.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_draw_given", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The best mu is not the mean of the mornings: the prior pulls it towards 0. And a line that is usually 999 minutes
# late is possible, says the model, but the log joint shows what it thinks of it.
#
# ## Task 2: mornings on a line that you choose · 3 points
#
# Write `draw_given(mu, n)`: `n` mornings on a line whose usual lateness is `mu`.
#
# - `mu` is a Python float, or a tensor of shape `()`; `n` is a whole number, 1 or more.
# - It returns a tensor of shape `[n]`: what `model` draws at `"y"` when its `"mu"` is held at `mu`.
# - Each call draws anew, and leaves the random seed alone.
#
# <details><summary>Hint 1: what is held, and what is drawn?</summary>
#
# In Task 1 both were held. Here is one of the two held. Which, and what does `model` want to know when it gets no data?
#
# </details>
#
# <details><summary>Hint 2: nearly there</summary>
#
# A conditioned program is a program: you can call it like `model`, with the same arguments, and it returns the same
# thing.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "draw_given", "locked": false, "schema_version": 3, "solution": true, "task": false}
def draw_given(mu: float | torch.Tensor, n: int) -> torch.Tensor:
    """n mornings of a line whose mu is held: shape [n].

    mu: a float or a tensor of shape (); n: a whole number, n >= 1.

    Example:
        >>> draw_given(30.0, 3)
        tensor([32.6110, 28.5201, 30.0932])     # other numbers each time
    """
    ### BEGIN SOLUTION
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return held(n_obs=n)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "given_draws", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("Mornings around the mu that was asked for", also="other mu and n"):
    first, second = (expect.call(draw_given, (30.0, 40), seed=seed) for seed in (0, 1))
    expect.shape(first, (40,), "what draw_given(30.0, 40) returned")
    late = torch.as_tensor(first)
    near, apart = abs(late.mean().item() - 30.0) < 2.0, late.std().item() > NOISE / 2
    expect.that(near, "The mornings of draw_given(30.0, 40) should be about 30.")
    expect.that(apart, "The mornings of one call are too close together for NOISE.")
    expect.differ(first, second, "the mornings of two calls of draw_given(30.0, 40)")

# %% [markdown]
# ## Seeing and setting
#
# The street in front of the bus stop is wet. So it has probably rained. But if you make the street wet yourself, with a
# bucket, then this has not made the rain any more likely. **Seeing** a value and **setting** it are two things. In both
# the street is wet; what differs is what you learn about the *cause*.
#
# Pyro has a handler for each. `poutine.condition` is for seeing. `poutine.do` is for setting: it cuts the site off from
# what made it. Here is the street. Rain makes it wet nearly always, and sometimes it is wet without rain.


# %%
def street() -> None:
    """Has it rained (cause), is the street wet (effect)? 0.0 or 1.0, of shape ()."""
    rain = pyro.sample("cause", dist.Bernoulli(0.2))
    pyro.sample("effect", dist.Bernoulli(torch.where(rain == 1.0, 0.9, 0.1)))


# How often has it rained? Count in four thousand runs.
pyro.set_rng_seed(3)
runs = [poutine.trace(street).get_trace() for _ in range(4000)]
rain = torch.stack([run.nodes["cause"]["value"] for run in runs])
wet = torch.stack([run.nodes["effect"]["value"] for run in runs])
bucket = poutine.do(street, data={"effect": torch.tensor(1.0)})
runs = [poutine.trace(bucket).get_trace() for _ in range(4000)]
rain_and_bucket = torch.stack([run.nodes["cause"]["value"] for run in runs])
share_of_all, share_seen = rain.mean().item(), rain[wet == 1.0].mean().item()
share_set = rain_and_bucket.mean().item()

days = {
    "all days": share_of_all,
    "days on which the street\nwas seen to be wet": share_seen,
    "days on which somebody\nmade it wet": share_set,
}
figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
bars = axes.barh(list(days), list(days.values()), color=["#717171", BLUE, ORANGE])
axes.bar_label(bars, fmt="%.3f", padding=4)
axes.set(xlabel="share of days with rain", xlim=(0, 1))
axes.invert_yaxis()
shares = "; ".join(f"{day}: {share:.3f}" for day, share in days.items())
show.figure(figure, f"Share of days with rain. {shares}.".replace("\n", " "))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_cause_seen", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Counting gives the shares about right. Log joints give them *exactly*, because there are only two possible causes.
#
# ## Task 3: seen · 2 points
#
# A *program* in this task and the next is any function without arguments that has two sample sites like those of
# `street`: first `"cause"`, then `"effect"`, whose probability depends on the cause. Both are `Bernoulli`, with values
# 0.0 or 1.0 of shape `()`. Other programs have other probabilities.
#
# Write `cause_seen(program)`: the probability that the cause is 1 when the effect was **seen** to be 1.
#
# - It returns a plain Python float.
# - It is exact: nothing is counted in random runs, and a second call gives the same answer.
#
# <details><summary>Hint 1: two stories</summary>
#
# Write down the two ways in which the effect can come to be 1. Hold both sites at the values of a story, and you get its
# log joint. It is a *log* probability: what undoes the logarithm?
#
# </details>
#
# <details><summary>Hint 2: they do not add up to 1</summary>
#
# The probabilities of the two stories add up to less than 1, because the effect might have been 0. But you know that it
# was 1. Divide each story by what both have together. This is Bayes' rule for two cases.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "cause_seen", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cause_seen(program) -> float:
    """The probability that "cause" is 1, given that "effect" was seen to be 1.

    Exact; a Python float.
    """
    ### BEGIN SOLUTION
    stories = []
    for cause in (0.0, 1.0):
        values = {"cause": torch.tensor(cause), "effect": torch.tensor(1.0)}
        story = poutine.condition(program, data=values)
        stories.append(poutine.trace(story).get_trace().log_prob_sum())
    return torch.stack(stories).softmax(0)[1].item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "seen_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def jam() -> None:
    """Another program: a road works (cause) and a bus that is late (effect)."""
    works = pyro.sample("cause", dist.Bernoulli(0.6))
    pyro.sample("effect", dist.Bernoulli(torch.where(works == 1.0, 0.7, 0.3)))


with expect.check("A wet street speaks for rain", also="other programs"):
    seen, again = (expect.call(cause_seen, (street,), seed=seed) for seed in (0, 1))
    expect.number(seen, "what cause_seen(street) returned")
    print(f"the street is seen to be wet:  counted {share_seen:.4f}", end="   ")
    print(f"your answer {seen:.4f}")
    near = abs(seen - share_seen) < 0.06
    expect.that(near, "cause_seen(street) is far from the share counted above.")
    expect.close(again, seen, "cause_seen(street), asked once more,")
    other = expect.call(cause_seen, (jam,))
    expect.number(other, "what cause_seen(jam) returned")
    expect.differ(seen, other, "the answers for two programs, street and jam")

# %% [markdown]
# ## What `do` does inside of a run
#
# Once more in bread. For the loaves it makes no difference whether the hand was seen or set: they come *after* it. But
# look at what the trace has at the site of the hand.

# %%
pyro.set_rng_seed(0)
for handler in (poutine.condition, poutine.do):
    program = handler(baker, data={"hand": torch.tensor(790.0)})
    trace = poutine.trace(program).get_trace(3)
    trace.compute_log_prob()
    hand, loaf = trace.nodes["hand"], trace.nodes["loaf"]
    print(handler.__name__)
    print(f"   the loaves are drawn around:      {loaf['fn'].loc[0]:.1f}")
    print(f"   the trace has at the site 'hand': {hand['value']:.1f}", end="   ")
    print(f"observed: {hand['is_observed']}")
    print(f"   the log prob of the hand there:   {hand['log_prob']:.4f}")
    print(f"   log_prob_sum():                   {trace.log_prob_sum():.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_cause_set", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Under `do` the site has been cut in two. The first half still draws a hand of its own, as if nobody had interfered, and
# the trace has *this* value and *its* log prob: they are others in each run. The second half hands the value that was
# set to all that comes after. So a value that is set tells nothing about what came before it, which is the point of
# setting. And `log_prob_sum()` of a program under `do` is *not* the log joint of the values that you set.
#
# ## Task 4: set · 2 points
#
# Write `cause_set(program)`: the probability that the cause is 1 when the effect was **set** to 1 by somebody. The
# programs are those of Task 3. It returns a plain Python float, and it is exact: nothing is counted, and a second call
# gives the same answer.
#
# <details><summary>Hint 1: think first</summary>
#
# Which of the three bars in the picture of the street is it? Which other bar is as long, and why?
#
# </details>
#
# <details><summary>Hint 2: which term?</summary>
#
# If somebody sets the effect, only one of the two sites can still tell you something about the cause. Hold the cause at
# 1, and look at the log prob of this one site, as the cell about bread does for the hand.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "cause_set", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cause_set(program) -> float:
    """The probability that "cause" is 1 when "effect" is set to 1 by somebody.

    Exact; a Python float.
    """
    ### BEGIN SOLUTION
    made = poutine.do(program, data={"effect": torch.tensor(1.0)})
    held = poutine.condition(made, data={"cause": torch.tensor(1.0)})
    trace = poutine.trace(held).get_trace()
    trace.compute_log_prob()
    return trace.nodes["cause"]["log_prob"].exp().item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "set_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("A bucket makes no rain", also="other programs"):
    made = expect.number(expect.call(cause_set, (street,)), "cause_set(street)")
    print(f"somebody made it wet:  counted {share_set:.4f}   your answer {made:.4f}")
    near = abs(made - share_set) < 0.06
    expect.that(near, "cause_set(street) is far from the share counted above.")
    other, *again = (expect.call(cause_set, (jam,), seed=seed) for seed in range(4))
    expect.number(other, "what cause_set(jam) returned")
    for answer in again:
        expect.close(answer, other, "cause_set(jam), asked once more,")
    expect.differ(made, other, "the answers for two programs, street and jam")

# %% [markdown]
# ## What you can do now
#
# - You can hold any site of a program at a value from outside, and know that it is then observed and scored.
# - You can compute the log joint of values that you choose, and say what a difference of two log joints means.
# - You can draw from a model in which one variable is held.
# - You can tell seeing from setting: after the site they are the same, before it they are not; and you know why
#   `log_prob_sum()` under `do` is not what you might think.
#
# You now have a function that says how well a mu goes with the data. You looked for the best mu on a grid. A function has
# slopes, too, and a slope tells which way is up: step 9.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
