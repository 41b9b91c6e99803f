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
# # Step 13 · A guide by hand
#
# | | |
# |---|---|
# | **Goal** | Write a guide for a positive latent, train it with SVI, read off its mean and sd |
# | **Minutes** | 45 |
# | **Prerequisites** | step_12 |
#
# In step 12 a Markov chain walked through the posterior and brought home a bag of draws. That works, and it
# takes its time. Today we go another way. We *guess the shape* of the posterior, leave two knobs on it, and
# let gradients turn the knobs until the shape fits as well as it can. The shape with the knobs is called a
# **guide**; turning the knobs is called **stochastic variational inference**, SVI. What comes out is a
# formula with two numbers in it.
#
# The story: a bean climbs up a string. It grows by mu millimetres a day, and every evening you measure the
# day's growth with a ruler. A bean never shrinks: **mu is positive**. That small fact will decide which
# guides can work.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.distributions import constraints
from pyro.infer import SVI, Trace_ELBO
from pyro.optim import Adam, ClippedAdam

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, *_ = COLOURS
GREY = "#717171"
NOISE = 1.0  # the standard deviation of one measurement, in mm

# What the ruler said on ten evenings, in mm.
growth = torch.tensor([4.1, 3.6, 5.6, 4.9, 2.8, 4.4, 5.2, 3.3, 4.7, 3.9])


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Gamma(1, 1); y ~ Normal(mu, NOISE) in plate "N". data: [N]; returns [N]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% [markdown]
# ## 1. The answer, for once, is known
#
# A new method is best learnt on a problem whose answer you have. Here the posterior can be had with a pencil.
# The prior Gamma(1, 1) has the log density $-\mu$ (for $\mu > 0$), so with $n$ observations of mean $\bar y$
#
# $$\log p(\mu, y) = -\mu - \tfrac{n}{2}(\mu - \bar y)^2 + \text{const}
#   = -\tfrac{n}{2}\bigl(\mu - (\bar y - \tfrac1n)\bigr)^2 + \text{const}.$$
#
# That is a normal density with mean $\bar y - 1/n$ and standard deviation $1/\sqrt n$, cut off at zero. For
# our bean the cut is so far out in the tail that it changes nothing that one can see. The cell below computes
# the two numbers, and holds the formula against the model itself, evaluated on a grid.


# %% nbgrader={"grade": false, "grade_id": "exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
def exact_posterior(data: torch.Tensor) -> tuple[float, float]:
    """The mean and sd of mu given data [N], as long as the cut at zero is far away."""
    return data.mean().item() - 1.0 / len(data), 1.0 / math.sqrt(len(data))


exact_mean, exact_sd = exact_posterior(growth)
print(f"mean of the data {growth.mean():.4f}")
print(f"posterior of mu: mean {exact_mean:.4f}, sd {exact_sd:.4f}")

coarse = torch.linspace(2.5, 5.75, 27)
programs = [poutine.condition(model, {"mu": mu}) for mu in coarse]
traces = [poutine.trace(program).get_trace(growth) for program in programs]
log_joint = torch.stack([trace.log_prob_sum() for trace in traces])  # [27]
on_grid = (log_joint - log_joint.max()).exp()
on_grid = on_grid / torch.trapezoid(on_grid, coarse)
mu_grid = torch.linspace(2.5, 5.75, 201)
exact_density = dist.Normal(exact_mean, exact_sd).log_prob(mu_grid).exp()

figure, axes = plt.subplots(figsize=(7, 3))
axes.plot(coarse, on_grid, "o", color=BLUE, label="model on a grid")
axes.plot(mu_grid, exact_density, color="black", label="formula")
axes.set(title="The exact posterior", xlabel="mu [mm a day]", ylabel="density")
axes.set(xticks=range(3, 6), yticks=[])
axes.legend(loc="upper right")
show.figure(
    figure,
    "The posterior density of mu: 27 points from the model on a grid, and the curve of "
    "the formula, which runs through them.",
)

# %% [markdown]
# ## 2. What a guide is
#
# A **guide** is a second program beside the model. The model tells how the world makes latents and data. The
# guide makes *only the latents*: it is our proposal for the posterior, which we call $q$. For SVI to work,
# the two programs have to fit together like plug and socket:
#
# | rule | why |
# |---|---|
# | The guide takes **the same arguments** as the model. | SVI calls both with the same arguments. |
# | For each latent of the model it has a sample site **of the same name**. | The name is the plug. |
# | It has **no observed site**, no `obs=`. | It proposes what is *not* known; data belong to the model. |
# | Its knobs are **`pyro.param`** statements. | What is not in the param store, the optimiser cannot turn. |
# | Its draws are **values that the model allows**. | More about this in section 4. |
#
# How good is a setting of the knobs? Let the guide draw a mu, ask the model how probable mu and the data are
# together, and take off how strongly the guide itself favours that mu. The average of this is the **ELBO**:
#
# $$\text{ELBO} = \mathbb{E}_{\mu\sim q}\bigl[\log p(\mu, y) - \log q(\mu)\bigr]
#   = \log p(y) - \mathrm{KL}\bigl(q \,\|\, p(\mu \mid y)\bigr).$$
#
# Here $\mathrm{KL}(q \,\|\, p)$, the **Kullback-Leibler divergence**, says how far $q$ is from $p$: it is
# never negative, and zero only when the two are the same. Since $\log p(y)$ does not depend on the guide, a
# larger ELBO can only mean a guide that is closer to the posterior.
#
# SVI climbs the ELBO with gradients, as you climbed the log joint in step 10. What it reports is a **loss**,
# the *negative* ELBO, so in SVI down is good. The average over $q$ is estimated from fresh draws at every
# step, therefore the gradient is noisy: that is the *stochastic* in SVI, and in section 7 it will be the
# villain.
#
# ## 3. A worked example: the thermometer
#
# A kitchen thermometer is off by some number of degrees, the `bias`, which can be positive or negative. Put
# in melting ice (exactly 0 degrees) it shows some readings. Prior: Normal(0, 1). A normal guide is natural
# here.

# %%
readings = torch.tensor([1.2, 2.9, 0.4, 2.1, 1.7, 2.5])


def thermometer(data: torch.Tensor) -> None:
    """bias ~ Normal(0, 1); y ~ Normal(bias, NOISE) in plate "N". data: [N]."""
    bias = pyro.sample("bias", dist.Normal(0.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(bias, NOISE), obs=data)


def thermometer_guide(data: torch.Tensor) -> None:
    """bias ~ Normal(bias_loc, bias_scale), whatever the data."""
    # A name, a start value and, if not every number is allowed, a constraint. Behind
    # the scenes the optimiser moves a free number (here the logarithm of the scale);
    # what pyro.param returns is always positive.
    bias_loc = pyro.param("bias_loc", torch.tensor(0.0))
    start = torch.tensor(1.0)
    bias_scale = pyro.param("bias_scale", start, constraint=constraints.positive)
    pyro.sample("bias", dist.Normal(bias_loc, bias_scale))


pyro.clear_param_store()
for program in (thermometer, thermometer_guide):
    trace = poutine.trace(program).get_trace(readings)
    print(program.__name__, "| params:", trace.param_nodes, end=" ")
    print("| observed:", trace.observation_nodes)
    print(trace.format_shapes(), "\n")

# %% [markdown]
# Now the training loop. Four things are put together: the model, the guide, an optimiser (`Adam`: a gradient
# step whose size is adapted to each parameter), and the loss (`Trace_ELBO`). `svi.step(data)` runs the guide,
# runs the model with the guide's draws, computes the gradient of the loss, moves the parameters, and returns
# the loss.
#
# The loop lives in a function, because we shall need it again. It notes the parameters after each step.


# %% nbgrader={"grade": false, "grade_id": "first_try", "locked": true, "schema_version": 3, "solution": false, "task": false}
def first_try(model, guide, data, steps: int = 30) -> list[dict[str, float]]:
    """Train a guide the plain way. Returns the parameters after each of the steps."""
    pyro.clear_param_store()  # else training would go on where an earlier one ended
    svi = SVI(model, guide, Adam({"lr": 0.1}), Trace_ELBO())
    path = []
    for _ in range(steps):
        svi.step(data)
        store = pyro.get_param_store()
        path.append({name: value.item() for name, value in store.items()})
    return path


# %%
pyro.set_rng_seed(1)
path = first_try(thermometer, thermometer_guide, readings, steps=60)

precision = len(readings) + 1  # of six readings and the prior, each with an sd of 1
bias_mean, bias_sd = readings.sum().item() / precision, precision**-0.5
end = path[-1]
print(f"after training: mean {end['bias_loc']:.3f}, sd {end['bias_scale']:.3f}")
print(f"exact:          mean {bias_mean:.3f}, sd {bias_sd:.3f}")

figure, axes = plt.subplots(figsize=(7, 3))
looks = {"bias_loc": ("mean", bias_mean, BLUE), "bias_scale": ("sd", bias_sd, ORANGE)}
for name, (what, exact, colour) in looks.items():
    style = "-" if what == "mean" else "--"
    axes.plot([state[name] for state in path], style, color=colour, label=name)
    axes.axhline(exact, color=colour, linestyle=":", label=f"exact {what}")
axes.set(title="Training the thermometer's guide", xlabel="step")
axes.set(ylabel="value of the parameter", xticks=range(0, 61, 20), yticks=(0, 1, 2))
axes.legend(ncols=2, loc="center right")
show.figure(
    figure,
    "bias_loc and bias_scale over 60 steps: they go from 0 and 1 to "
    f"{end['bias_loc']:.2f} and {end['bias_scale']:.2f}; the exact mean and sd are "
    f"{bias_mean:.2f} and {bias_sd:.2f}.",
)

# %% [markdown]
# The two knobs travel to the exact mean and sd, and then sway around them. Here the parameters *are* the
# posterior mean and sd, because the guide is a normal distribution in `bias` itself. Do not get used to it.
#
# ## 4. Why not a normal guide for the bean?
#
# Let us try. The same guide, with mu for bias.


# %%
def normal_guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    start = torch.tensor(1.0)
    mu_scale = pyro.param("mu_scale", start, constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))


pyro.set_rng_seed(0)
try:
    first_try(model, normal_guide, growth)
except ValueError as error:
    print("ValueError:", str(error).split("Trace Shapes")[0])

# %% [markdown]
# Sooner or later the guide proposes a bean that shrinks. The model answers: impossible. Under Gamma(1, 1) a
# negative mu has probability density zero, its logarithm is minus infinity, and so is the ELBO of *every*
# normal guide: an average with minus infinity in it, however rarely, is minus infinity. The set of values
# that a distribution allows is its **support**: all numbers for a normal, the positive ones for a Gamma
# (Pyro's message says it in its own way). The rule: **a guide's support lies inside the latent's support.**
#
# "But if I put the normal guide where the posterior is?" Then it may get through, by luck:

# %%
draws = 100_000  # about as many as one training of task 3 will make
zero = torch.tensor(0.0)
settings = [(0.0, 1.0), (1.0, 1.0), (2.0, 0.7), (3.0, 0.7), (exact_mean, exact_sd)]
rows = []
for loc, scale in settings:
    below = draws * dist.Normal(loc, scale).cdf(zero).item()
    rows.append([f"Normal({loc:.2f}, {scale:.2f})", f"{below:.2f}"])
show.table(f"Expected among {draws} draws", ["", "below zero"], rows)

# %% [markdown]
# At the goal a normal would almost never be caught. On the way there it is. And to *start* at the goal, you
# would have to know the answer already. (Silencing the error with `validate_args=False` does not help either:
# the model would then be scored at a mu that it forbids.)
#
# What we need is a shape on the positive numbers. Take any normal draw and put it through `exp`: the result
# is always positive. That is the **log-normal** distribution. Its two numbers are the mean and the sd *of the
# logarithm* of mu.

# %%
pyro.set_rng_seed(0)
log_mu = dist.Normal(1.0, 0.5).sample([20_000])
mu_axis = torch.linspace(0.01, 12.0, 300)
log_normal = dist.LogNormal(1.0, 0.5)

figure, axes = plt.subplots(figsize=(7, 3))
look = {"bins": 60, "density": True, "histtype": "stepfilled", "alpha": 0.6}
axes.hist(log_mu.numpy(), color=GREY, label="draws of Normal(1, 0.5)", **look)
axes.hist(log_mu.exp().numpy(), color=BLUE, label="exp of the same draws", **look)
density = log_normal.log_prob(mu_axis).exp()
axes.plot(mu_axis, density, color="black", label="LogNormal(1, 0.5)")
axes.set(title="exp of a normal draw is never below zero")
axes.set(xlabel="log mu (grey), mu (blue)", ylabel="density")
axes.set(xlim=(-1.5, 12), xticks=range(0, 13, 4), yticks=[])
axes.legend(loc="upper right")
show.figure(
    figure,
    "Histograms of draws of Normal(1, 0.5), partly below zero, and of exp of the same "
    "draws, all above zero, which lie under the density of LogNormal(1, 0.5).",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_guide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 1: the bean's guide · 5 points
#
# Write `guide(data=None, n_obs=None)` for `model`:
#
# - It takes **the same arguments as the model** and looks at neither of them. Each of `guide(growth)`,
#   `guide(n_obs=5)` and `guide()` is a good call.
# - A parameter `"mu_loc"`, a single number (shape `()`), that **starts at 0**.
# - A parameter `"mu_scale"`, a single number, that **starts at 0.1** and is **constrained to be positive**.
#   (Why so small? Section 7 will show it.)
# - One sample site, `"mu"`, with a **log-normal** distribution: the *logarithm* of mu has mean `mu_loc` and
#   standard deviation `mu_scale`.
# - Nothing else: no observed site, no plate, no other parameter. What it returns is free.
#
# The graders set the two parameters to values of their own and ask for the density of mu at many points; and
# they train your guide on other data with a loop of their own. So gradients have to reach both parameters.
# Three lines are enough.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# Go through the table in section 2, rule by rule, with `thermometer_guide` beside it. What has to be renamed,
# and what is new?
#
# </details>
#
# <details><summary>Hint 2: how do I get the log-normal?</summary>
#
# Pyro has it ready made, in `pyro.distributions`. Its two arguments are the ones in the text: both speak of
# the logarithm of mu.
#
# </details>
#
# <details><summary>Hint 3: the check says that nothing moves</summary>
#
# What `pyro.param` returns must go into the distribution as it is, a tensor. `.item()`, `.detach()`,
# `float(…)` and `torch.tensor(…)` all cut the thread along which the gradient comes back (you met this in
# step 9).
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "guide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def guide(data: torch.Tensor | None = None, n_obs: int | None = None) -> None:
    """Propose mu ~ LogNormal(mu_loc, mu_scale), whatever the data.

    Params, of shape (): mu_loc, starts at 0; mu_scale, starts at 0.1, positive.
    """
    ### BEGIN SOLUTION
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    start = torch.tensor(0.1)
    mu_scale = pyro.param("mu_scale", start, constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "guide_density", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def start_of(guide) -> dict[str, list[float]]:
    """Where each parameter starts: what pyro.param returns, and its free number."""
    pyro.clear_param_store()
    guide(growth)
    found = {name: pyro.param(name) for name in pyro.get_param_store()}
    return {name: [x.item(), x.unconstrained().item()] for name, x in found.items()}


with expect.check("The guide fits the model", also="other values of the parameters"):
    for arguments in ((growth,), ()):
        trace = expect.trace(guide, arguments)
        expect.sites(trace, latent=["mu"], observed=[], params=["mu_loc", "mu_scale"])
        expect.site(trace, "mu", batch_shape=(), event_shape=(), plates={})
        for name in ("mu_loc", "mu_scale"):
            expect.shape(trace.sites[name].value, (), f"the parameter {name}")
    start = expect.call(start_of, (guide,))
    for name, wanted in (("mu_loc", 0.0), ("mu_scale", 0.1)):
        expect.close(start[name][0], wanted, f"the start value of {name}")
    value, free = start["mu_scale"]
    told = "mu_scale has no constraint: training may make it negative."
    expect.that(value != free, told)
    settings = {"mu_loc": 0.5, "mu_scale": 0.4}
    held = expect.trace(guide, (growth,), values={"mu": 2.0}, params=settings)
    told = f"the log density of mu at 2, with {settings},"
    expect.close(held.sites["mu"].log_prob, -0.812376, told)

# %% nbgrader={"grade": true, "grade_id": "guide_trains", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Training moves the guide", also="where it ends, on other data"):
    first, *_, last = expect.call(first_try, (model, guide, growth, 10))
    for name in ("mu_loc", "mu_scale"):
        expect.that(name in first, f"There is no parameter {name} in the param store.")
        expect.differ(first[name], last[name], f"{name} after step 1 and after step 10")

# %% [markdown]
# ## 5. What the two numbers mean
#
# After training, the param store will hold `mu_loc` and `mu_scale`. They describe *log mu*. The question was
# about *mu*. How does one get from one to the other? Look at many draws:

# %%
pyro.set_rng_seed(0)
for loc, scale in ((0.0, 1.0), (1.4, 0.5), (1.4, 0.08)):
    mu = dist.LogNormal(loc, scale).sample([200_000])
    print(f"LogNormal({loc}, {scale}):  exp(loc) {math.exp(loc):.3f}")
    print(f"    half of the draws are below {mu.median():.3f};", end=" ")
    print(f"mean {mu.mean():.3f}, sd {mu.std():.3f}\n")

# %% [markdown]
# `exp` keeps the order of numbers, so the middle one stays the middle one: `exp(loc)` is the **median**. But
# `exp` pulls the large values further out than the small ones, and the mean goes with them: **the mean is
# larger than the median**. And `scale` is not the sd of mu; it is not even in millimetres. When the scale is
# small, the *mean* and the median nearly agree, and a wrong formula looks right. So test a formula where the
# scale is large.

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_summary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: the mean and the sd of mu · 2 points
#
# Write `posterior_mean_sd()`:
#
# - It takes no arguments. It reads `mu_loc` and `mu_scale` from the **param store** as they are at that
#   moment.
# - It **returns a tuple `(mean, sd)`** of two plain Python floats: the mean and the standard deviation *of
#   mu* under the guide with these parameters.
# - They are **exact**, computed and not drawn: the same parameters give the same answer every time. The
#   parameters stay as they are.
#
# Two to five lines. The graders set the parameters, for one thing to 0 and 1, and ask.
#
# <details><summary>Hint 1: how do I read a parameter?</summary>
#
# `pyro.param("mu_loc")` without a start value returns what is in the store: the constrained value. It is a
# tensor, and `.item()` makes it a number.
#
# </details>
#
# <details><summary>Hint 2: is there a formula?</summary>
#
# There is: look up the mean and the variance of the log-normal distribution. Or let the library do it: a
# distribution object knows its own mean, and more (try `dir(dist.LogNormal(0.0, 1.0))`).
#
# </details>
#
# <details><summary>Hint 3: how do I know that it is right?</summary>
#
# Set the parameters as in the check below, and hold your two numbers against the first block of draws in
# section 5. If your mean comes out as the median there, or your sd as the scale, read that section once more.
# A variance is the *square* of an sd.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "posterior_mean_sd", "locked": false, "schema_version": 3, "solution": true, "task": false}
def posterior_mean_sd() -> tuple[float, float]:
    """The mean and the sd of mu under the guide, with the parameters in the store now.

    >>> pyro.get_param_store()["mu_loc"] = torch.tensor(1.4)
    >>> pyro.get_param_store()["mu_scale"] = torch.tensor(0.5)
    >>> posterior_mean_sd()
    (4.5951, 2.4489)     # rounded
    """
    ### BEGIN SOLUTION
    loc, scale = pyro.param("mu_loc").item(), pyro.param("mu_scale").item()
    mean = math.exp(loc + scale**2 / 2)
    return mean, mean * math.sqrt(math.expm1(scale**2))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "mean_sd", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def read_off(settings: dict[str, float]) -> tuple[float, float]:
    """What posterior_mean_sd says with these parameters: two plain numbers."""
    answer = expect.call(posterior_mean_sd, params=settings)
    expect.length(answer, 2, "what posterior_mean_sd() returned")
    mean = expect.number(answer[0], f"the mean with {settings}")
    return mean, expect.number(answer[1], f"the sd with {settings}")


with expect.check("A mean and an sd of mu", also="other parameters"):
    mean, sd = read_off({"mu_loc": 1.4, "mu_scale": 0.5})
    expect.close(mean, 4.5951, "the mean with mu_loc 1.4 and mu_scale 0.5")
    expect.close(sd, 2.4489, "the sd with mu_loc 1.4 and mu_scale 0.5")
    mean, sd = read_off({"mu_loc": 0.0, "mu_scale": 1.0})
    expect.that(mean > 1.0, "With 0 and 1 the mean of mu is larger than 1, its median.")
    expect.that(sd > 0.0, "A standard deviation is positive.")

# %% [markdown]
# ## 6. Four careless trainings
#
# You have a guide, and a loop that worked for the thermometer. Before you write a better loop, look at what
# the plain one does to the bean: two trainings from a **wide** start (`mu_scale` starts at 1), and two from
# the narrow start of your own guide. Everything else is equal.


# %%
def wide_guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    start = torch.tensor(1.0)  # wide
    mu_scale = pyro.param("mu_scale", start, constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))


with expect.when_written("guide", "posterior_mean_sd"):
    answers = {"exact": (exact_mean, exact_sd, "black")}
    for begin, name, colour in ((wide_guide, "wide", ORANGE), (guide, "narrow", BLUE)):
        for seed in (1, 3):
            pyro.set_rng_seed(seed)
            first_try(model, begin, growth)
            answers[f"{name}, seed {seed}"] = (*posterior_mean_sd(), colour)

    figure, axes = plt.subplots(figsize=(7, 2.5))
    rows = []
    for label, (mean, sd, colour) in answers.items():
        rows.append([label, f"{mean:.3f}", f"{sd:.3f}"])
        axes.errorbar(mean, label, xerr=sd, fmt="o", capsize=4, color=colour)
    axes.invert_yaxis()
    axes.set(title="Where four careless trainings end", xticks=range(1, 6))
    axes.set(xlabel="mean of mu under the guide, and one sd to each side")
    show.table("Four careless trainings", ["", "mean", "sd"], rows)
    show.figure(figure, "The numbers of the table as points with bars.")

# %% [markdown]
# ## 7. Why a wide start hurts
#
# Compare the four with the exact answer, the sd above all. Both wide trainings ended far off, each somewhere
# else, and nothing said so: no error, no warning, a number each time. The narrow ones come nearer, but they
# tremble, and so they disagree with one another.
#
# The cause is a few enormous gradients. From LogNormal(0, 1) comes a large mu now and then. There the model's
# slope is steep, and the two parameters feel it multiplied by mu (and `mu_scale` once more by how far out the
# draw is). The next cell computes it at some draws: a typical one, and rarer ones.

# %%
rows = []
for name, begin in (("wide", 1.0), ("narrow", 0.1)):
    for share in (0.5, 0.9, 0.99, 0.999):
        # how many scales from the middle this draw is
        z = dist.Normal(0.0, 1.0).icdf(torch.tensor(share)).item()
        mu = math.exp(begin * z)
        # of the log joint, with respect to mu
        slope = -1.0 + (growth - mu).sum().item() / NOISE**2
        felt = [f"{slope * mu:.0f}", f"{slope * mu * z:.0f}"]
        rows.append([name, f"{share:.3f}", f"{mu:.2f}", *felt])
heads = ["start", "share of draws below", "mu", "felt by mu_loc", "felt by mu_scale"]
show.table("The slope at some draws", heads, rows)

# %% [markdown]
# `Adam` divides each step by the size of the gradients that it has met, and it has a long memory. One
# monster, and for hundreds of steps it hardly dares to move. So a good recipe does four things:
#
# | what | how | why |
# |---|---|---|
# | start narrow | a small start value of `mu_scale` | no monsters among the first draws |
# | many draws a step | `num_particles=1000` in `Trace_ELBO` | their average has a much quieter gradient |
# | clip | `ClippedAdam` for `Adam` | it cuts a gradient off at ±10: a monster is just one more step |
# | slow down | `"lrd"` beside `"lr"` | long strides at first, short ones at the end: less tremble |
#
# In code, the optimiser and the loss are
#
#     ClippedAdam({"lr": 0.1, "lrd": 0.988})
#     Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
#
# After each step, `ClippedAdam` multiplies the learning rate by `lrd`. *Vectorised* particles run side by
# side, as one tensor: a thousand cost little more than a single one. (Without `vectorize_particles=True` they
# run one after the other, and that takes many times as long.) They need a dim of their own:
# `max_plate_nesting=1` says that the model has one plate dim, and the particles go to the left of it. With so
# quiet a gradient, few steps are enough.
#
# With the last three, even a wide start comes out well. One is careful all the same: in larger models luck
# runs out.

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: a training that you can trust · 5 points
#
# Write `fit(data, guide, steps=120)`:
#
# - `data` is a tensor of shape [N]. `guide` is *any* guide for `model`: yours, `wide_guide`, or one that the
#   graders bring along, whose parameters have other names. Train the guide that was handed in.
# - It **empties the param store first**, so that every call starts from the guide's start values.
# - It then trains the guide for `model` on `data` with SVI, in **exactly `steps` steps**.
# - It **returns a list of `steps` plain floats**: for each step, in order, the loss that `svi.step` returned
#   (an estimate of the negative ELBO, as it is).
# - It leaves the trained parameters in the param store, where `posterior_mean_sd()` finds them.
#
# How you train is up to you; the recipe of section 7 is one way, and the default number of steps is yours to
# choose. What counts is the **quality with that default**: for any 8 to 14 observations whose mean lies
# between 3 and 6, and a log-normal guide that starts at `mu_loc` 0 and `mu_scale` 0.1 **or 1**, the guide's
# mean ends **within 0.15 exact posterior sds** of the exact mean, and its sd **within 15 %** of the exact sd.
# 120 steps of a thousand vectorised draws are enough for that; the graders wait for many times this work, and
# no longer. (Chance plays a part, so a grader that is not content tries again, up to three times in all.)
#
# About eight lines.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With `first_try`. Walk through its lines: which stay, which does the recipe change, and what is collected
# instead of the parameters?
#
# </details>
#
# <details><summary>Hint 2: where does each part of the recipe go?</summary>
#
# Two arguments of `SVI` change: the optimiser and the loss. Make both *once*, before the loop. An optimiser
# that is made anew in each step has no memory and never slows down.
#
# </details>
#
# <details><summary>Hint 3: my sd is off, or my mean still trembles</summary>
#
# Plot the losses, or print the two parameters every ten steps. Do they still travel at the end? Then the
# learning rate fell too soon, or there are too few steps. Do they tremble? Then it is still too large at the
# end: `lrd` raised to the number of steps says what is left of it.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "fit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit(data: torch.Tensor, guide, steps: int = 120) -> list[float]:
    """Train a guide for model on data [N], from an empty param store, in `steps` steps.

    Returns the loss of each step, a list of floats; the store has the parameters.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    particles = {"num_particles": 1000, "vectorize_particles": True}
    loss = Trace_ELBO(**particles, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(steps)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_contract", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def sharp_guide(data=None, n_obs=None):
    """A guide with names of its own, so narrow that its losses are hardly random."""
    center = pyro.param("center", torch.tensor(1.2))
    start = torch.tensor(0.001)
    width = pyro.param("width", start, constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(center, width))


def trained(data: torch.Tensor) -> dict:
    """fit in a store where something was left over: its losses, the store's names."""
    pyro.clear_param_store()
    pyro.param("left_over", torch.tensor(7.0))
    losses = fit(data, sharp_guide, steps=5)
    return {"losses": losses, "names": sorted(pyro.get_param_store().keys())}


def loss_at_start(data: torch.Tensor) -> float:
    """The negative ELBO of sharp_guide where it starts."""
    pyro.clear_param_store()
    return Trace_ELBO().loss(model, sharp_guide, data)


with expect.check("fit keeps its promises", also="other data and guides"):
    faster = growth + 2.0
    found = expect.call(trained, (faster,))
    called = "fit(faster, sharp_guide, steps=5)"
    losses = expect.floats(found["losses"], f"what {called} returned", 5)
    expect.equal(found["names"], ["center", "width"], f"the param store after {called}")
    start = expect.call(loss_at_start, (faster,))
    expect.close(losses[0], start, f"the first loss of {called}", rtol=0.02)

# %%
with expect.when_written("fit"):
    pyro.set_rng_seed(0)
    losses = fit(growth, wide_guide)
    end = {name: value.item() for name, value in pyro.get_param_store().items()}

# %% nbgrader={"grade": true, "grade_id": "fit_posterior", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("From a wide start to the posterior", also="other data"):
    expect.call(fit, (growth, wide_guide), {"steps": 1})
    names = ["mu_loc", "mu_scale"]
    expect.dictionary(end, "the param store after fit(growth, wide_guide)", names)
    mean, sd = read_off({"mu_loc": 1.4, "mu_scale": 0.5})
    back = "This check needs a right `posterior_mean_sd`: look at Task 2 once more."
    expect.that(abs(mean - 4.5951) + abs(sd - 2.4489) < 1e-3, back)
    mean, sd = read_off(end)
    expect.posterior(mean, sd, exact_mean, exact_sd, "mu under the fitted guide")

# %% [markdown]
# ## 8. Look at what you have
#
# Here is your `fit`, from the wide start, held against the exact answer.

# %%
with expect.when_written("fit", "posterior_mean_sd"):
    print(f"loss:  {losses[0]:.1f} at first, {losses[-1]:.1f} at last: down is good")
    mean, sd = posterior_mean_sd()
    print(f"fit:   mean {mean:.3f}, sd {sd:.3f}")
    print(f"exact: mean {exact_mean:.3f}, sd {exact_sd:.3f}")

    loc, scale = end["mu_loc"], end["mu_scale"]
    median = math.exp(loc)
    print(f"mu_loc {loc:.3f}, mu_scale {scale:.3f}; median, exp(mu_loc): {median:.3f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    fitted = dist.LogNormal(loc, scale).log_prob(mu_grid).exp()
    axes.plot(mu_grid, exact_density, color="black", label="exact posterior")
    axes.plot(mu_grid, fitted, "--", color=ORANGE, label="fitted guide")
    axes.set(title="Your fit", xlabel="mu [mm a day]", ylabel="density")
    axes.set(xticks=range(3, 6), yticks=[])
    axes.legend(loc="upper right")
    show.figure(
        figure,
        "The densities of the exact posterior and of the fitted guide, whose means and "
        "sds stand above: two hills that nearly agree.",
    )

# %% [markdown]
# The dashed curve leans a little: a log-normal is not symmetric, the posterior is. Here it matters little, as the
# numbers say. (Call `fit(growth, guide)` yourself: from the narrow start it ends nearby.) When is it not good? Suppose that the bean hardly grows, so that the cut at
# zero matters. From the narrow start of your guide, fewer steps are enough here:

# %%
slow = torch.tensor([0.3, -0.6, 0.5, 0.1])  # a ruler may well say less than nothing
with expect.when_written("fit", "guide"):
    pyro.set_rng_seed(0)
    fit(slow, guide, steps=40)
    loc, scale = pyro.param("mu_loc").item(), pyro.param("mu_scale").item()

    near_zero = torch.linspace(0.001, 2.5, 400)
    cut_normal = dist.Normal(*exact_posterior(slow)).log_prob(near_zero).exp()
    # what is left of it above zero, scaled up
    cut_normal = cut_normal / torch.trapezoid(cut_normal, near_zero)
    fitted = dist.LogNormal(loc, scale).log_prob(near_zero).exp()

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(near_zero, cut_normal, color="black", label="exact posterior")
    axes.plot(near_zero, fitted, "--", color=ORANGE, label="fitted guide")
    axes.set(title="A bean that hardly grows", xlabel="mu [mm a day]", ylabel="density")
    axes.set(xticks=range(3), yticks=[])
    axes.legend(loc="upper right")
    show.figure(
        figure,
        "The exact posterior falls from its highest value at zero; the fitted guide is "
        "zero there, has its top a little to the right, and a longer tail.",
    )

# %% [markdown]
# A log-normal has no density at zero, and this posterior has its peak there. The training did its best, and
# did not complain. A guide can only say what its shape can say: that is the price of a formula.
#
# ## What you can do now
#
# - Write a guide for a model: same arguments, same site names, nothing observed, params with constraints.
# - Say why a normal guide cannot work for a positive latent, and use a log-normal instead.
# - Train a guide with SVI so that it arrives, whatever the seed: narrow start, many particles, clipped
#   gradients, a learning rate that falls; and say what each of these is for.
# - Turn the parameters of a log-normal into a mean and an sd of mu, without taking a median for a mean.
# - Distrust a training that merely ended. It ends in any case.
#
# Did you have to think about logarithms and supports for this one latent? With twenty latents it becomes
# tedious. In step 14 Pyro writes the guide for you, and you will know what it does.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
