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
# # Beyond 3 · SVI I: is the coin fair?
#
# | | |
# |---|---|
# | **Goal** | Train a Beta guide, know its ELBO in closed form, and keep mean, MAP and MLE apart |
# | **Minutes** | 45 |
# | **Prerequisites** | step_14, step_19 |
#
# Toss a coin, and it is fair enough. *Spin* it on its edge, and it may not be: the rim is never quite even, and the
# coin falls on the heavier side. A museum has such a coin. The guard says that it favours heads: he speaks as if he
# had seen 6 heads and 4 tails. You spin it yourself and write down what you see. **Is the coin fair?**
#
# SVI you know from steps 13 and 14. There the guide had the wrong shape, by a little. Today it has exactly the right
# one, and that is why you can see what the ELBO *is*: not a number that wanders about, but a hill with a top whose
# height is known. Along the way you will meet a check that a guide passes without any training, and a formula from
# a well-known tutorial that is one off.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro.distributions import constraints
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoDelta
from pyro.optim import ClippedAdam

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS
PRIOR_HEADS, PRIOR_TAILS = 6.0, 4.0  # the guard's opinion: f ~ Beta(6, 4)

# Thirteen spins of your own: 1 is heads, 0 is tails.
spins = torch.tensor([0.0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])

# %% [markdown]
# ## 1. The answer, with a pencil
#
# Call the coin's probability of heads `f`. The prior is Beta(6, 4), and its density is proportional to
# $f^{6-1}(1-f)^{4-1}$. Each head multiplies the joint density by $f$, each tail by $1-f$. So multiplying only
# adds to the two exponents, and the posterior is a Beta again: **Beta(6 + heads, 4 + tails)**. A prior whose
# posterior stays in the family is called *conjugate*.


# %% nbgrader={"grade": false, "grade_id": "exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
def exact_posterior(data: torch.Tensor) -> dist.Beta:
    """The posterior of f given spins [N]."""
    heads = data.sum()
    return dist.Beta(PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads)


posterior = exact_posterior(spins)
heads = int(spins.sum())
print(f"{heads} heads and {len(spins) - heads} tails")
a, b = posterior.concentration1, posterior.concentration0
print(f"posterior: Beta({a:.0f}, {b:.0f})")
print(f"mean {posterior.mean:.4f}, sd {posterior.stddev:.4f}")

show.densities(
    {
        "prior": dist.Beta(PRIOR_HEADS, PRIOR_TAILS),
        "posterior": posterior,
        "where the guide will start": dist.Beta(2.0, 2.0),
    },
    xlabel="f, the probability of heads",
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_model", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The data have pulled the guard's opinion across the middle, not all the way to their own share of heads. The third
# curve is a guide that knows nothing yet. **It starts far away on purpose**; section 6 says why.
#
# ## Task 1: the coin as a program · 2 points
#
# Write `model(data)`:
#
# - `data` is a tensor of shape [N] with N at least 1, of floats: 1 for heads, 0 for tails.
# - A latent site `"f"`, a single number, with the prior **Beta(6, 4)**: `PRIOR_HEADS` goes with heads.
# - A plate `"N"`, as long as the data, and in it **one** observed site `"y"`, where each spin is heads (1) with
#   probability f. The name of the distribution is Bernoulli.
# - No params. What it returns is free.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the bean's model of step 13: a latent, a plate, an observed site. What replaces the Gamma, and what the Normal?
#
# </details>
#
# <details><summary>Hint 2: do I need a loop over the spins?</summary>
#
# No. Inside a plate one `pyro.sample` statement stands for all spins at once. In a loop, each spin would need a name
# of its own.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor) -> None:
    """f ~ Beta(6, 4); y ~ Bernoulli(f) in plate "N", observed. data: [N], 0s and 1s."""
    ### BEGIN SOLUTION
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
two_of_three = torch.tensor([1.0, 1.0, 0.0])
with expect.check("The coin as a program", also="other spins and other values of f"):
    trace = expect.trace(model, (two_of_three,))
    expect.sites(trace, latent=["f"], observed=["y"], params=[])
    expect.site(trace, "f", batch_shape=(), event_shape=(), plates={})
    expect.site(trace, "y", batch_shape=(3,), event_shape=(), plates={"N": 3})
    held = expect.trace(model, (two_of_three,), values={"f": 0.25})
    told = "the log density of f at 0.25"
    expect.close(held.sites["f"].log_prob, -1.571942, told)
    told = "the log density of two heads and a tail when f is 0.25"
    expect.close(held.sites["y"].log_prob.sum(), -3.060271, told)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_guide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 2: a guide of the right family · 2 points
#
# Write `guide(data)`. The posterior is a Beta; let the guide be one, too:
#
# - It takes the model's argument and does not look at it.
# - Two params of shape `()`, **`"alpha_q"`** and **`"beta_q"`**. Both **start at 2** and are **constrained to be
#   positive**.
# - One sample site `"f"` with the distribution **Beta(alpha_q, beta_q)**: alpha_q goes with heads.
# - Nothing else. What it returns is free.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With your guide of step 13. Its second parameter had a constraint; here both have one.
#
# </details>
#
# <details><summary>Hint 2: the check says that nothing moves</summary>
#
# What `pyro.param` returns goes into the distribution as it is. `.item()` or `float(…)` cut the thread along which
# the gradient comes back.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "guide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def guide(data: torch.Tensor) -> None:
    """Propose f ~ Beta(alpha_q, beta_q), whatever the data.

    Params, of shape (), positive, both starting at 2: alpha_q and beta_q.
    """
    ### BEGIN SOLUTION
    start, positive = torch.tensor(2.0), constraints.positive
    alpha_q = pyro.param("alpha_q", start, constraint=positive)
    beta_q = pyro.param("beta_q", start, constraint=positive)
    pyro.sample("f", dist.Beta(alpha_q, beta_q))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "guide_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
settings = {"alpha_q": 3.0, "beta_q": 7.0}


def start_of(guide) -> dict[str, list[float]]:
    """Where each param starts: what pyro.param returns, and its free number."""
    pyro.clear_param_store()
    guide(spins)
    found = {name: pyro.param(name) for name in pyro.get_param_store()}
    return {name: [x.item(), x.unconstrained().item()] for name, x in found.items()}


with expect.check("The guide", also="other params, and that they can learn"):
    trace = expect.trace(guide, (spins,))
    expect.sites(trace, latent=["f"], observed=[], params=["alpha_q", "beta_q"])
    expect.site(trace, "f", batch_shape=(), event_shape=(), plates={})
    start = expect.call(start_of, (guide,))
    for name in ("alpha_q", "beta_q"):
        expect.close(start[name][0], 2.0, f"the start value of {name}")
        told = f"{name} has no constraint: training may make it negative."
        expect.that(start[name][0] != start[name][1], told)
    held = expect.trace(guide, (spins,), values={"f": 0.25}, params=settings)
    told = f"the log density of f at 0.25, with {settings},"
    expect.close(held.sites["f"].log_prob, 1.030748, told)

# %% [markdown]
# ## 2. The ELBO, term by term
#
# In step 13 you met it as $\text{ELBO} = \mathbb{E}_{q}\bigl[\log p(f, y) - \log q(f)\bigr]$, and svi.step
# estimated it from draws. For this coin nothing has to be estimated. Write down the log of the joint density.
# With $a_0 = 6$, $b_0 = 4$, $h$ heads and $t$ tails and $B$ the beta function (the number that makes a Beta's
# density integrate to 1):
#
# $$\log p(f, y) = (a_0 + h - 1)\log f + (b_0 + t - 1)\log(1 - f) - \log B(a_0, b_0).$$
#
# Only two things in it are random under the guide: $\log f$ and $\log(1-f)$. For a Beta their averages are known:
#
# $$\mathbb{E}_q[\log f] = \psi(\alpha_q) - \psi(\alpha_q + \beta_q), \qquad
#   \mathbb{E}_q[\log(1 - f)] = \psi(\beta_q) - \psi(\alpha_q + \beta_q).$$
#
# The function $\psi$ is `torch.digamma`. Try it before you believe it, on another Beta:

# %%
pyro.set_rng_seed(0)
other = dist.Beta(1.5, 3.0)
f = other.sample([200_000])
by_formula = torch.digamma(torch.tensor(1.5)) - torch.digamma(torch.tensor(4.5))
print(f"mean of log f over draws:  {f.log().mean():.4f}")
print(f"digamma(1.5) - digamma(4.5): {by_formula:.4f}")
print(f"log of the mean of f:      {other.mean.log():.4f}")

# %% [markdown]
# The first two agree. The third is another thing: **the mean of a logarithm is not the logarithm of the mean**. It is
# smaller, because the logarithm punishes small values more than it rewards large ones.
#
# What is left is $-\mathbb{E}_q[\log q(f)]$, the **entropy** of the guide: how broad it is. Distribution objects
# know it (`.entropy()`). Without the entropy the best guide would be a needle at the highest point of the joint
# density; the entropy pays for breadth.

# %%
rows = []
for scale in (1, 4, 16, 64):
    q = dist.Beta(1.5 * scale, 3.0 * scale)
    rows.append([f"Beta({1.5 * scale}, {3.0 * scale})", q.stddev, q.entropy()])
show.table("The narrower, the lower the entropy", ["guide", "sd", "entropy"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_elbo", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: the ELBO in closed form · 3 points
#
# Write `elbo(alpha_q, beta_q, data)`:
#
# - `alpha_q` and `beta_q` are tensors of positive numbers, of any shapes that broadcast with one another. `data` is a
#   tensor [N] of spins; **N may be 0**.
# - It **returns a tensor** of the broadcast shape: for each pair, **the ELBO of `model` under Beta(alpha_q, beta_q)**
#   on these data. Exact, not drawn.
# - **All constants are in it**, so that the ELBO of the exact posterior is $\log p(y)$, the log evidence. (For no
#   spins at all, the ELBO of the prior is 0.)
# - Gradients flow back to alpha_q and beta_q: the graders ask for them.
#
# About eight lines.
#
# <details><summary>Hint 1: which parts are there?</summary>
#
# Three: (a_0 + h - 1) times the mean of log f, plus the same for tails, minus log B(a_0, b_0); then the entropy of
# the guide.
#
# </details>
#
# <details><summary>Hint 2: where is log B?</summary>
#
# $\log B(a, b) = \log\Gamma(a) + \log\Gamma(b) - \log\Gamma(a+b)$, and $\log\Gamma$ of a plain number is
# `math.lgamma`.
#
# </details>
#
# <details><summary>Hint 3: how do I know that it is right?</summary>
#
# Put in the exact posterior of some data: you must get their log evidence. For a single spin you know that one by
# heart: heads has the probability 0.6, the prior's mean. And any other guide must get less.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "elbo", "locked": false, "schema_version": 3, "solution": true, "task": false}
def elbo(
    alpha_q: torch.Tensor, beta_q: torch.Tensor, data: torch.Tensor
) -> torch.Tensor:
    """The ELBO of model under Beta(alpha_q, beta_q): the broadcast shape of the two.

    >>> elbo(torch.tensor(7.0), torch.tensor(4.0), torch.tensor([1.0]))
    tensor(-0.5108)     # the log of 0.6
    """
    ### BEGIN SOLUTION
    heads = data.sum()
    tails = len(data) - heads
    both = torch.digamma(alpha_q + beta_q)
    log_f, log_not_f = torch.digamma(alpha_q) - both, torch.digamma(beta_q) - both
    log_beta = math.lgamma(PRIOR_HEADS) + math.lgamma(PRIOR_TAILS)
    log_beta -= math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    log_joint = (PRIOR_HEADS + heads - 1.0) * log_f - log_beta
    log_joint = log_joint + (PRIOR_TAILS + tails - 1.0) * log_not_f
    return log_joint + dist.Beta(alpha_q, beta_q).entropy()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "elbo_exact", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("The ELBO in closed form", also="other data, shapes and gradients"):
    one_head, no_spins = torch.tensor([1.0]), torch.tensor([])
    seven, four = torch.tensor(7.0), torch.tensor(4.0)
    got = expect.call(elbo, (seven, four, one_head))
    expect.close(got, math.log(0.6), "the ELBO at Beta(7, 4) after one head")
    got = expect.call(elbo, (torch.tensor(6.0), four, no_spins))
    expect.close(got, 0.0, "the ELBO at the prior without spins")
    got = expect.call(elbo, (torch.tensor([2.0, 8.0, 30.0]), torch.tensor(2.0), spins))
    wanted = [-11.402517, -20.23782, -35.562131]
    expect.shape(got, (3,), "what elbo returned for three pairs")
    expect.close(got, wanted, "the ELBO on your spins at three guides")

# %% [markdown]
# With a closed form one can look at the whole landscape: every point of the picture is a guide, and its colour says
# how far its ELBO lies below the log evidence.

# %%
with expect.when_written("elbo"):
    a0, b0 = posterior.concentration1, posterior.concentration0
    log_evidence = elbo(a0, b0, spins).item()
    print(f"log evidence: {log_evidence:.4f}")

    alphas, betas = torch.meshgrid(
        torch.linspace(0.5, 20.0, 196), torch.linspace(0.5, 30.0, 296), indexing="ij"
    )
    gap = log_evidence - elbo(alphas, betas, spins)
    print(f"the smallest gap on this grid is {gap.min():.5f}: nobody is above the top")

    figure, axes = plt.subplots(figsize=(7.5, 4))
    look = {"levels": [0, 0.05, 0.2, 0.5, 1, 2, 5, 10], "cmap": "viridis_r"}
    filled = axes.contourf(alphas, betas, gap, extend="max", **look)
    figure.colorbar(filled, label="log evidence minus ELBO")
    axes.plot(2, 2, "s", color=ORANGE, markeredgecolor="white", label="start")
    axes.plot(a0, b0, "X", color="black", markeredgecolor="white", label="posterior")
    axes.plot(6, 4, "D", color=BLUE, markeredgecolor="white", label="prior")
    axes.set(xlabel="alpha_q", ylabel="beta_q", title="The hill that SVI climbs")
    axes.legend(loc="upper right")
    show.figure(
        figure,
        "The gap between log evidence and ELBO over alpha_q and beta_q: a long ridge "
        "along guides of the same mean; its single top, gap zero, is the posterior.",
    )

# %% [markdown]
# The gap is the Kullback-Leibler divergence from the posterior, and at the posterior itself it is **zero**. In
# step 13 it could not become zero, since no log-normal is a cut-off normal. Note the ridge: along it the guides
# have nearly the same mean and differ in their breadth. From the start, uphill leads to the ridge first, and only
# then along it.
#
# ## 3. Why the losses stop trembling
#
# A single draw f from the guide gives an estimate of the ELBO: $\log p(f, y) - \log q(f)$. Here is how much it varies
# from draw to draw, for three guides:

# %%
pyro.set_rng_seed(0)
rows = []
for name, q in (
    ("start", dist.Beta(2.0, 2.0)),
    ("half way", dist.Beta(5.0, 7.0)),
    ("posterior", posterior),
):
    f = q.sample([20_000])
    log_joint = dist.Beta(PRIOR_HEADS, PRIOR_TAILS).log_prob(f)
    log_joint = log_joint + heads * f.log() + (len(spins) - heads) * (-f).log1p()
    estimates = log_joint - q.log_prob(f)
    rows.append([name, f"{estimates.mean():.3f}", f"{estimates.std():.5f}"])
show.table("ELBO from single draws", ["guide", "mean", "sd of one draw"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_train", "locked": true, "schema_version": 3, "solution": false, "task": false}
# At the posterior *every draw gives the same number*. It has to: $p(f, y) = p(f \mid y)\,p(y)$, so when $q(f)$ is
# $p(f \mid y)$ the difference of the logs is $\log p(y)$, whatever f is. That is worth knowing:
# **when the family is right, the losses of a training come to rest, and where they rest is minus the log evidence.**
# Losses that never rest tell you that the guide's family does not contain the posterior (or that training
# has not arrived).
#
# ## Task 4: train it · 4 points
#
# Write `train(model, guide, data, steps=200)`:
#
# - It trains **the guide that it is given** for **the model that it is given** on `data` (both are called with
#   data as their only argument, and have one latent).
# - It **empties the param store first**, takes **exactly `steps` steps** of SVI, and leaves the trained params in the
#   store.
# - It **returns a list of `steps` plain floats**, the loss that each `svi.step` returned, in order, as it is.
#
# How you train is up to you, also the default number of steps. What counts is the **quality with the default**.
# For 12 to 20 spins, a model and a guide like those of tasks 1 and 2, from their start values: the guide's mean
# ends **within 0.15 exact posterior sds** of the exact one, its sd **within 15 %**, and the mean of the last ten
# losses **within 0.1** of minus the log evidence. This is enough for it, and the graders wait for many times this
# work:
#
#     ClippedAdam({"lr": 0.3, "lrd": 0.98})
#     Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
#
# A learning rate of 0.3 is large. It has to be: the params have a long way to go, and what the optimiser moves is
# their logarithm. (Chance plays a part, so a grader that is not content tries again, up to three times in all.)
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With your `fit` of step 13. The model is an argument now, and two numbers have changed.
#
# </details>
#
# <details><summary>Hint 2: mine stops short</summary>
#
# Steps times learning rate is how far a param can travel at most, on the log scale. From 2 to 14 is a factor of 7.
# What is left of your learning rate half way?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(model, guide, data: torch.Tensor, steps: int = 200) -> list[float]:
    """Train a guide for a model on data [N] in `steps` steps, from an empty store.

    Returns the loss of each step, a list of floats; the store has the params.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    particles = {"num_particles": 100, "vectorize_particles": True}
    loss = Trace_ELBO(**particles, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), loss)
    return [svi.step(data) for _ in range(steps)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "train_contract", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
def other_coin(data):
    """A coin of the museum next door, about which nobody has an opinion."""
    f = pyro.sample("f", dist.Beta(1.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


def other_guide(data):
    """It starts at the posterior of this coin, given your spins."""
    left = pyro.param("left", torch.tensor(4.0), constraint=constraints.positive)
    right = pyro.param("right", torch.tensor(11.0), constraint=constraints.positive)
    pyro.sample("f", dist.Beta(left, right))


def trained(model, guide, data: torch.Tensor) -> dict:
    """train in a store where something was left over: its losses, the store's names."""
    pyro.clear_param_store()
    pyro.param("left_over", torch.tensor(7.0))
    losses = train(model, guide, data, steps=6)
    return {"losses": losses, "names": sorted(pyro.get_param_store().keys())}


with expect.check("train keeps its promises", also="other models and guides"):
    found = expect.call(trained, (other_coin, other_guide, spins))
    called = "train(other_coin, other_guide, spins, steps=6)"
    losses = expect.floats(found["losses"], f"what {called} returned", 6)
    expect.equal(found["names"], ["left", "right"], f"the param store after {called}")
    # at the posterior every draw gives minus the log evidence: section 3
    told = f"the first loss of {called}, whose guide starts at the posterior,"
    expect.close(losses[0], 8.295049, told, rtol=0.0, atol=0.5)

# %%
with expect.when_written("model", "guide", "train"):
    pyro.set_rng_seed(0)
    losses = train(model, guide, spins)
    end = {name: value.item() for name, value in pyro.get_param_store().items()}

# %% nbgrader={"grade": true, "grade_id": "train_posterior", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("From far away to the posterior", also="other spins"):
    expect.call(train, (model, guide, spins), {"steps": 1})
    held = expect.trace(model, (two_of_three,), values={"f": 0.25})
    told = "This check needs a right `model`: look at Task 1 once more."
    expect.that(abs(held.log_density + 4.632213) < 1e-3, told)
    held = expect.trace(guide, (spins,), values={"f": 0.25}, params=settings)
    told = "This check needs a right `guide`: look at Task 2 once more."
    expect.that(abs(held.log_density - 1.030748) < 1e-3, told)
    expect.dictionary(end, "the param store after train", ["alpha_q", "beta_q"])
    q = dist.Beta(torch.tensor(end["alpha_q"]), torch.tensor(end["beta_q"]))
    mean, sd = posterior.mean.item(), posterior.stddev.item()
    expect.posterior(q.mean.item(), q.stddev.item(), mean, sd, "f under your guide")
    last = torch.tensor(expect.floats(losses, "what train returned")[-10:]).mean()
    wanted = 9.091838
    told = f"The mean of the last ten losses is {last:.3f}; wanted: {wanted:.3f}."
    expect.that(abs(last - wanted) < 0.1, told)

# %% [markdown]
# ## 4. Look at the losses
#
# The same training, with your own model and guide:

# %%
with expect.when_written("model", "guide", "train", "elbo"):
    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(losses, color=BLUE, label="loss of each step")
    axes.axhline(-log_evidence, color="black", linestyle=":", label="-log evidence")
    axes.set(title="The losses come to rest", xlabel="step", ylabel="loss = -ELBO")
    axes.legend()
    tail = torch.tensor(losses[-10:])
    show.figure(
        figure,
        f"The losses start near {losses[0]:.0f}, fall, and end on the dotted line at "
        f"{-log_evidence:.2f} without any visible tremble.",
    )
    print(f"last ten losses: mean {tail.mean():.4f}, sd {tail.std():.4f}")
    print(f"-log evidence:        {-log_evidence:.4f}")
    print(f"alpha_q {end['alpha_q']:.2f}, beta_q {end['beta_q']:.2f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_summary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5. What the museum wanted to know
#
# Two numbers called alpha_q and beta_q are no answer for a museum. It asks three things: what is f, how sure are you,
# and does the coin favour heads?
#
# ## Task 5: the summary · 2 points
#
# Write `summary()`. It takes no arguments, reads `alpha_q` and `beta_q` from the **param store** as they are at that
# moment, and **returns a tuple of three plain floats**, for f under the guide:
#
# - the **mean** and the **standard deviation**, both exact;
# - the **probability that f is larger than one half**, to within 0.002.
#
# Nothing is drawn: the same params give the same answer every time, and they stay as they are. The graders set
# them anywhere between 1.2 and 60.
#
# <details><summary>Hint 1: mean and sd</summary>
#
# A distribution object knows both. A variance is the square of an sd.
#
# </details>
#
# <details><summary>Hint 2: the probability, without draws</summary>
#
# It is the area below the density from 0.5 to 1. Take a fine grid there, the density on it (exp of `log_prob`), and
# `torch.trapezoid`.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "summary", "locked": false, "schema_version": 3, "solution": true, "task": false}
def summary() -> tuple[float, float, float]:
    """Mean and sd of f under the guide, and the probability that f > 1/2.

    >>> pyro.get_param_store()["alpha_q"] = torch.tensor(4.0)
    >>> pyro.get_param_store()["beta_q"] = torch.tensor(2.0)
    >>> summary()
    (0.6667, 0.1782, 0.8125)     # rounded
    """
    ### BEGIN SOLUTION
    q = dist.Beta(pyro.param("alpha_q").detach(), pyro.param("beta_q").detach())
    upper = torch.linspace(0.5, 1.0, 2001)
    favours_heads = torch.trapezoid(q.log_prob(upper).exp(), upper)
    return q.mean.item(), q.stddev.item(), favours_heads.item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "summary_exact", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Three numbers for the museum", also="other values of the params"):
    answer = expect.call(summary, params={"alpha_q": 4.0, "beta_q": 2.0})
    expect.length(answer, 3, "what summary() returned")
    wanted = {"the mean": 0.66667, "the sd": 0.17817, "the probability": 0.8125}
    for got, (what, right) in zip(answer, wanted.items(), strict=True):
        got = expect.number(got, f"{what} with alpha_q 4 and beta_q 2")
        expect.close(got, right, f"{what} with alpha_q 4 and beta_q 2", atol=2e-3)

# %%
with expect.when_written("model", "guide", "train", "summary"):
    mean, sd, favours_heads = summary()
    print(f"f is {mean:.3f}, give or take {sd:.3f};", end=" ")
    print(f"it favours heads with probability {favours_heads:.3f}")

# %% [markdown]
# ## 6. A check that anybody passes
#
# Why did your guide have to start so far away? Pyro's own tutorial about this subject has the prior Beta(10, 10),
# 6 heads in 10 tosses, and a guide that starts at Beta(15, 15). Compare where that guide starts with where it
# should end:

# %%
start, goal = dist.Beta(15.0, 15.0), dist.Beta(16.0, 14.0)
rows = [
    ["tutorial: start", f"{start.mean:.4f}", f"{start.stddev:.4f}"],
    ["tutorial: posterior", f"{goal.mean:.4f}", f"{goal.stddev:.4f}"],
    ["here: start", "0.5000", f"{dist.Beta(2.0, 2.0).stddev:.4f}"],
    ["here: posterior", f"{posterior.mean:.4f}", f"{posterior.stddev:.4f}"],
]
show.table("Where guides start, and where they should end", ["", "mean", "sd"], rows)
off = (goal.mean - start.mean) / goal.stddev
print(f"the tutorial's guide starts {off:.2f} posterior sds from its goal")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_paper", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A check such as "the mean is within 0.05 and the sd within 0.01" is passed there *by a guide that never
# trained*. Before you trust a check of an inference, **give it an answer that did nothing**. If it passes, you
# have no check.
#
# ## 7. One coin, three numbers
#
# People who want a single number for f do not agree which. The three usual ones:
#
# | | what it is | for f |
# |---|---|---|
# | **MLE** | the f that makes the *data* most probable; no prior | heads / N |
# | **MAP** | the f at which the *posterior density* is highest: its mode | see below |
# | **posterior mean** | the average of f over the posterior | a / (a + b) of the posterior Beta(a, b) |
#
# Where is the top of a Beta(a, b) with a and b above 1? Its log density is $(a - 1)\log f + (b - 1)\log(1 - f)$
# and a constant. At the top the slope is zero: $(a-1)/f = (b-1)/(1-f)$, and so $f = (a-1)/(a+b-2)$. The two ones
# are easily lost; then one has the mean, and calls it MAP. That has happened to the tutorial: its text says that
# the MAP of its coin is 16/30. You will see in a moment what a machine finds.
#
# ## Task 6: on paper · 2 points
#
# Write `on_paper(data)`: it **returns a dictionary** with the keys `"mle"`, `"map"` and `"mean"`, whose values are
# **plain floats**: the three numbers for f, under the prior Beta(6, 4), for spins `data` [N]. All exact.
#
# When there are **no spins at all**, an MLE does not exist: raise a **`ValueError`** whose text contains **`no
# data`**. For a single spin all three exist.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the posterior's two numbers, as in section 1. Two of the three follow from them alone.
#
# </details>
#
# <details><summary>Hint 2: how do I know that it is right?</summary>
#
# For the mode, ask the density: `posterior.log_prob` on a grid, and where it is largest.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "on_paper", "locked": false, "schema_version": 3, "solution": true, "task": false}
def on_paper(data: torch.Tensor) -> dict[str, float]:
    """MLE, MAP and posterior mean of f for spins [N], N at least 1.

    Raises ValueError ("no data ...") when there are none.

    >>> on_paper(torch.tensor([1.0]))
    {'mle': 1.0, 'map': 0.6667, 'mean': 0.6364}     # rounded
    """
    ### BEGIN SOLUTION
    if len(data) == 0:
        raise ValueError("There is no data, and so there is no MLE.")
    heads = data.sum().item()
    a, b = PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads
    return {
        "mle": heads / len(data),
        "map": (a - 1.0) / (a + b - 2.0),
        "mean": a / (a + b),
    }
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "three_numbers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Three numbers on paper", also="other spins"):
    keys = ["mle", "map", "mean"]
    got = expect.call(on_paper, (torch.tensor([1.0]),))
    expect.dictionary(got, "what on_paper returned for one head", keys)
    for key, wanted in zip(keys, (1.0, 0.66667, 0.63636), strict=True):
        number = expect.number(got[key], f"the {key} after one head")
        expect.close(number, wanted, f"the {key} after one head")
    error = expect.error(on_paper, (torch.tensor([]),))
    expect.raised(error, "ValueError", "on_paper of no spins", mentions=["no data"])

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_point", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8. The same by machine
#
# A guide that is a single point, whose place is its only parameter, is called `AutoDelta` in Pyro. It has no
# breadth, so no entropy, and SVI moves the point to where the joint density is highest: to the **MAP**. And with
# a flat prior, the MAP *is* the MLE. No draws are needed, so the losses do not tremble and one particle is
# enough.
#
# ## Task 7: a point by SVI · 2 points
#
# Write `point(program, data)`:
#
# - `program` is any model with a single latent site, **named `"f"`**, between 0 and 1, called as `program(data)`.
#   The graders bring some, with priors of their own.
# - It **returns a plain float**: the f at which the joint density of f and the data is highest, **within 0.002**.
#   (The graders' data have at least one head and one tail, and their answers lie between 0.05 and 0.95.)
# - It **empties the param store first**. Whatever stood in there must not matter.
#
# `AutoDelta(program)` with 300 steps of `ClippedAdam({"lr": 0.1, "lrd": 0.99})` is enough for that; any other way
# will do.
#
# <details><summary>Hint 1: how do I get the point out?</summary>
#
# An autoguide has a method `median()`. It takes the same arguments as the guide, and gives a dictionary by site
# name, in the space of the latents.
#
# </details>
#
# <details><summary>Hint 2: my number is negative, or above 1</summary>
#
# Then you have read a raw parameter: the optimiser moves f in a space where every number is allowed. Ask the guide,
# not the optimiser.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "point", "locked": false, "schema_version": 3, "solution": true, "task": false}
def point(program, data: torch.Tensor) -> float:
    """The f at which the joint density of a program with the latent "f" is highest.

    Empties the param store.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    at = AutoDelta(program)
    svi = SVI(program, at, ClippedAdam({"lr": 0.1, "lrd": 0.99}), Trace_ELBO())
    for _ in range(300):
        svi.step(data)
    return at.median(data)["f"].item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "point_found", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def guard_coin(data):
    """The museum's coin under the guard's prior."""
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


with expect.check("A point by SVI", also="other programs and data"):
    for program, wanted in ((guard_coin, 0.380952), (other_coin, 0.230769)):
        called = f"point({program.__name__}, spins)"
        got = expect.number(expect.call(point, (program, spins)), f"what {called} gave")
        expect.close(got, wanted, f"what {called} gave", rtol=0.0, atol=2e-3)


# %%
def tutorial_coin(data):
    """The tutorial's coin: the prior is Beta(10, 10)."""
    f = pyro.sample("f", dist.Beta(10.0, 10.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)


with expect.when_written("point"):
    tosses = torch.tensor([1.0] * 6 + [0.0] * 4)
    pyro.set_rng_seed(0)
    print(f"AutoDelta for the tutorial's coin: {point(tutorial_coin, tosses):.4f}")
    print(f"15/28 is {15 / 28:.4f}, 16/30 is {16 / 30:.4f}")

# %% [markdown]
# The machine sides with 15/28. The two fractions lie close together, and no picture would tell them apart; for
# your own lopsided spins the three numbers are well apart:

# %%
with expect.when_written("on_paper", "train", "model", "guide"):
    three = on_paper(spins)
    q = dist.Beta(torch.tensor(end["alpha_q"]), torch.tensor(end["beta_q"]))
    grid = torch.linspace(0.001, 0.999, 400)

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(grid, posterior.log_prob(grid).exp(), color="black", label="posterior")
    axes.plot(grid, q.log_prob(grid).exp(), "--", color=ORANGE, label="your guide")
    looks = {"mle": (BLUE, ":"), "map": (GREEN, "-"), "mean": (ORANGE, "-.")}
    for name, (colour, style) in looks.items():
        label = f"{name} {three[name]:.3f}"
        axes.axvline(three[name], color=colour, linestyle=style, label=label)
    axes.set(xlabel="f, the probability of heads", ylabel="density", yticks=[])
    axes.set(title="One coin, three numbers")
    axes.legend(loc="upper right")
    said = ", ".join(f"{name} {value:.3f}" for name, value in three.items())
    show.figure(
        figure,
        "The densities of the posterior and of your guide, one on the other, and three "
        f"vertical lines: {said}.",
    )

# %% [markdown]
# The MLE trusts 13 spins and nothing else. The MAP stands at the top of the hill, the mean at its centre of
# weight: the hill leans to the right, so the mean lies to the right of the top. None of them is wrong. But say
# which one you report. And the guide has all of them, and the answer to the museum's question as well.
#
# ## What you can do now
#
# - Write a Beta guide for a coin, and say why for this model no better family exists.
# - Take an ELBO apart: the mean log joint, which you can compute without draws, and the entropy, which pays for
#   breadth.
# - Say what it means when losses come to rest, and where they have to.
# - Turn two params into a mean, an sd and the probability of a statement.
# - Tell MLE, MAP and posterior mean apart, on paper and by `AutoDelta`.
# - Test a test: give it an answer that did nothing.
#
# Thirteen spins fit into one step. What if there are a million, each with a latent of its own? That is the next
# assignment.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
