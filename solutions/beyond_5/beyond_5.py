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
# # Beyond 5 · SVI III: gradients that tremble
#
# | | |
# |---|---|
# | **Goal** | Estimate the ELBO's gradient in four ways, know which are right on the average, and how much each trembles |
# | **Minutes** | 75 |
# | **Prerequisites** | beyond_3, step_09 |
#
# A gardener has sown ten seeds from a packet, and six have come up. The merchant says that about half of his seeds do; he
# says it as somebody who has seen ten of twenty. How large is the share that comes up?
#
# You know this answer with a pencil: Beta(10 + 6, 10 + 4). That is why we take it. For today's question is another one.
# SVI climbs a hill, the ELBO, and at each step it asks *which way is up?* It cannot know, since the ELBO is an average over
# the guide's draws. **It estimates the slope from a draw or two, and the estimate trembles.** There are several ways to
# estimate it. Two of them differ by a factor of two hundred, and for some latents only the worst of them works as it is.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro.infer import TraceGraph_ELBO

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, *_ = COLOURS


def log_joint(f: torch.Tensor) -> torch.Tensor:
    """The log joint of shares f [...] and the data: six seeds of ten came up."""
    return dist.Beta(10.0, 10.0).log_prob(f) + 6.0 * f.log() + 4.0 * (1.0 - f).log()


def beta(params: torch.Tensor) -> dist.Beta:
    """The guide Beta(alpha, beta) for params [..., 2]: one for each row."""
    return dist.Beta(params[..., 0], params[..., 1])


def normal(params: torch.Tensor) -> dist.Normal:
    """The guide Normal(loc, exp(log_scale)) for params [..., 2]: one for each row."""
    return dist.Normal(params[..., 0], params[..., 1].exp())


def bernoulli(params: torch.Tensor) -> dist.Bernoulli:
    """The guide of a switch for params [..., 1], a logit: one for each row."""
    return dist.Bernoulli(logits=params[..., 0])


posterior = dist.Beta(16.0, 14.0)
even = torch.tensor([15.0, 15.0])  # a guide that is nearly there
divergence = torch.distributions.kl_divergence
log_evidence = log_joint(torch.tensor(0.5)) - posterior.log_prob(torch.tensor(0.5))
print(f"log evidence {log_evidence:.4f}")
print(f"ELBO of Beta(15, 15): {log_evidence - divergence(beta(even), posterior):.4f}")

# %% [markdown]
# Three words for the whole lesson. A **family** is a function from params to a guide, as `beta` above. A **log joint** is a
# function from draws to log densities. And the **height** of a draw z is
#
# $$h(z) = \log p(z, \text{data}) - \log q(z).$$
#
# The ELBO is the average height of the guide's draws.

# %% nbgrader={"grade": false, "grade_id": "heights", "locked": true, "schema_version": 3, "solution": false, "task": false}
pyro.set_rng_seed(0)
draws = beta(even).sample((2000,))
heights = log_joint(draws) - beta(even).log_prob(draws)
print(f"mean height of 2000 draws: {heights.mean():.4f}")
print(f"from {heights.min():.3f} to {heights.max():.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. When there is nothing to estimate
#
# Begin with the easiest latent there is: a switch, 0 or 1. The guide is Bernoulli with a **logit**, so it says 1 with
# probability p = sigmoid(logit). The ELBO has two terms, and no draw is needed:
#
# $$\text{ELBO} = (1 - p)\, h(0) + p\, h(1).$$
#
# Mind that the heights contain log q, so they move with the logit as well.
#
# ## Task 1: the exact gradient · 2 points
#
# Write `exact_gradient(log_joint, logit)`, **the derivative of this ELBO by the logit**.
#
# - `log_joint` takes a tensor of 0s and 1s, of any shape, and gives log densities of that shape.
# - `logit` is a tensor of shape `()`. It is not changed.
# - It returns a single number: a tensor of shape `()`. Nothing is drawn.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the ELBO as a sum of two products, on a copy of the logit that wants a gradient, and let autograd do the rest.
#
# </details>
#
# <details><summary>Hint 2: the copy</summary>
#
# `logit.clone().requires_grad_()` is one. `torch.autograd.grad(elbo, copy)` gives a tuple with one tensor.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `z = torch.tensor([0.0, 1.0])` holds both values at once, and a Bernoulli with this logit gives log q for both. Weights are
# probabilities; what is weighted are heights.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "exact_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def exact_gradient(log_joint, logit: torch.Tensor) -> torch.Tensor:
    """The derivative of the ELBO of a Bernoulli guide by its logit (), exactly: ().

    Example: for a log joint of 0 at both values and a logit of 0 it is 0.
    """
    ### BEGIN SOLUTION
    knob = logit.clone().requires_grad_()
    z = torch.tensor([0.0, 1.0])
    log_q = dist.Bernoulli(logits=knob).log_prob(z)
    elbo = (log_q.exp() * (log_joint(z) - log_q)).sum()
    return torch.autograd.grad(elbo, knob)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "exact_sum", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def two_heights(z):
    """The log joint of a switch: -6 when it is off, -4 when it is on."""
    return 2.0 * torch.as_tensor(z) - 6.0


with expect.check("A sum over both values", also="other log joints and logits"):
    for logit, wanted in ((0.5, 0.352506), (-1.0, 0.589836)):
        slope = expect.call(exact_gradient, (two_heights, torch.tensor(logit)))
        expect.close(slope, wanted, f"the gradient at the logit {logit}")

# %% [markdown]
# At the top of the hill the slope is nought, and the guide is the posterior:

# %%
with expect.when_written("exact_gradient"):
    for logit in (0.0, 1.0, 2.0, 3.0):
        slope = exact_gradient(two_heights, torch.tensor(logit))
        print(f"logit {logit}: slope {slope:+.4f}")
    both = two_heights(torch.tensor([0.0, 1.0]))
    print(f"exact posterior: logit {both[1] - both[0]:.1f}")

# %% [markdown]
# So, where a latent has few values, **add them up** and tremble no more. (Step 17's TraceEnum_ELBO does that.) Where it
# has many, or is a number like our share, one has to draw.
#
# ## 2. Draw first, then ask
#
# Here is the difficulty. Take draws from the guide and average their heights: that is the ELBO, nearly. Now turn alpha a
# bit. *The draws should have been others.* Whoever keeps them as plain numbers and differentiates the heights alone has
# left that out, and what remains is nothing:

# %% nbgrader={"grade": false, "grade_id": "naive", "locked": true, "schema_version": 3, "solution": false, "task": false}
rows = even.expand(len(draws), 2).clone().requires_grad_()  # [2000, 2]
heights = log_joint(draws) - beta(rows).log_prob(draws)
(naive,) = torch.autograd.grad(heights.sum(), rows)  # [2000, 2]
exact = even.clone().requires_grad_()
elbo = log_evidence - divergence(beta(exact), posterior)
(exact_slope,) = torch.autograd.grad(elbo, exact)
print(f"the slope of the heights alone, mean: {naive.mean(0)}")
print(f"  give or take {naive.std(0) / len(draws) ** 0.5}")
print(f"the ELBO's gradient:                  {exact_slope}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# (Look at the first line of that cell once more: **every draw has its own copy of the params**, a row of `rows`. So one
# call of autograd gives one gradient *for each draw*. You will need it all day.)
#
# One remedy keeps the draws and turns the *probabilities*. If alpha makes a draw more probable, count its height more. How
# much more probable? That is the derivative of log q by the params, the draw held fixed, and it is called the **score**:
#
# $$\nabla\, \text{ELBO} = \text{average of}\;\; h(z) \cdot \nabla \log q(z).$$
#
# The height is only a number here. What it contributes by its own log q is an average of scores, and the average
# score is 0: the cell above has shown it.
#
# ## Task 2: the score gradient · 4 points
#
# Write `score_gradient(log_joint, family, params, n)`:
#
# - It makes **n new draws** of the guide `family(params)`, independent of one another, and returns **n estimates, a tensor
#   [n, P]**: for each draw its **height, as a plain number, times its score**. This is the gradient of the ELBO, which one
#   wants to climb, and not of a loss.
# - `family` is a function like `beta`, `normal` and `bernoulli` above: params [P] give one guide, params [n, P] give n of
#   them. Which family, and which P, is left open. Draws may be whole numbers.
# - `log_joint` takes draws of any shape. It may be expensive, so **it is asked about each draw once**: in one call for all,
#   or in one call for each, in the order of the rows.
# - `params` is a tensor [P] that stays as it is. n is at least 1. Random numbers come from torch as usual: no seed is set.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# The draws: `family(params).sample((n,))` has the shape [n].
#
# </details>
#
# <details><summary>Hint 2: how do I get one score for each draw?</summary>
#
# As in the cell above: n copies of the params, one for each row. Which log density is summed up, and by what does one
# differentiate?
#
# </details>
#
# <details><summary>Hint 3: the shapes do not fit</summary>
#
# Heights are [n], scores are [n, P]. `heights[:, None]` is [n, 1].
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "score_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def score_gradient(log_joint, family, params: torch.Tensor, n: int) -> torch.Tensor:
    """n estimates [n, P] of the ELBO's gradient by params [P]: height times score.

    log_joint: from draws [...] to log densities [...]
    family: from params [..., P] to a distribution of batch shape [...]
    Example: score_gradient(log_joint, beta, even, 5).shape is (5, 2).
    """
    ### BEGIN SOLUTION
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    return heights[:, None] * scores
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "score_terms", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def with_notes(estimator, log_joint, family, params, n):
    """What an estimator returns, and the draws that it asked the log joint about."""
    notes = []

    def noting(z):
        notes.append(torch.as_tensor(z).detach().reshape(-1).float())
        return log_joint(z)

    estimates = estimator(noting, family, params, n)
    return [estimates, torch.cat(notes) if notes else torch.zeros(0)]


def three_above(z):
    """A log joint that lies 3 above the log density of Normal(0, 1), everywhere."""
    return dist.Normal(0.0, 1.0).log_prob(z) + 3.0


with expect.check("Height times score", also="other guides, log joints and sizes"):
    asked = (two_heights, bernoulli, torch.tensor([0.5]), 400)
    estimates = expect.call(score_gradient, asked)
    expect.shape(estimates, (400, 1), "what score_gradient returned for n = 400, P = 1")
    estimates = torch.as_tensor(estimates)
    ends = torch.stack([estimates.min(), estimates.max()])
    expect.close(ends, [-1.331180, 3.128431], "the least and the greatest estimate")
    told = "Each of these estimates belongs to 0 or to 1: there are two values only."
    known = torch.isclose(estimates[..., None], ends, atol=1e-3)
    expect.that(known.any(-1).all(), told)
    told = "their mean, exact 0.3525,"
    expect.close(estimates.mean(), 0.3525, told, rtol=0.0, atol=0.45)
    asked = (score_gradient, three_above, normal, torch.tensor([0.0, 0.0]), 5)
    estimates, z = expect.call(with_notes, asked)
    expect.shape(estimates, (5, 2), "what score_gradient returned for n = 5, P = 2")
    expect.shape(z, (5,), "the draws that log_joint was asked about")
    expect.differ(z[0], z[1], "the first two draws")
    told = "the estimates for draws of Normal(0, 1), each at the height 3,"
    expect.close(estimates, torch.stack([3.0 * z, 3.0 * (z**2 - 1.0)], -1), told)
    again = expect.call(with_notes, asked, seed=1)[1]
    expect.differ(z, again, "the draws under two seeds")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_spread", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. How to judge an estimator
#
# An estimate is good for climbing if it is right **on the average**, and the less it trembles the better. So take many, and
# look at two numbers for each param: their **mean** and their **sd**. The mean of n estimates trembles too, only less: by
# sd divided by the root of n, its **standard error**. A mean that is five standard errors away from the truth is no
# accident.
#
# ## Task 3: mean, spread, and how sure · 2 points
#
# Write `spread(estimator, n)`:
#
# - `estimator` is a function: `estimator(n)` gives a tensor [n, P] of independent estimates. **Call it once, with n.**
# - It returns a tuple of three tensors [P]: the **mean** of the n estimates, their **sd** (with n - 1: these are a
#   sample), and the **standard error** of the mean. Each param counts for itself.
# - For n below 2 there is no sd: **ValueError**, with any text.
#
# <details><summary>Hint 1: along which dim?</summary>
#
# Draws stand below one another, so they are dim 0.
#
# </details>
#
# <details><summary>Hint 2: n or n - 1?</summary>
#
# `torch.std` divides by n - 1 unless it is told otherwise.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "spread", "locked": false, "schema_version": 3, "solution": true, "task": false}
def spread(estimator, n: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Mean [P], sd [P] and standard error [P] of n estimates, from estimator(n) [n, P].

    ValueError when n is below 2.
    """
    ### BEGIN SOLUTION
    if n < 2:
        raise ValueError(f"One needs two estimates for an sd, and n is {n}.")
    estimates = estimator(n)
    sd = estimates.std(0)
    return estimates.mean(0), sd, sd / n**0.5
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "spread_numbers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
three_estimates = torch.tensor([[1.0, 10.0], [2.0, 10.0], [6.0, 13.0]])


def first_estimates(n):
    """The first n of three estimates of two params."""
    return three_estimates[:n]


with expect.check("Mean, sd, standard error", also="other estimates and sizes"):
    said = expect.call(spread, (first_estimates, 3))
    expect.length(said, 3, "what spread returned")
    wanted = ([3.0, 11.0], [2.645751, 1.732051], [1.527525, 1.0])
    for got, right, what in zip(said, wanted, ("mean", "sd", "error"), strict=True):
        expect.close(got, right, f"the {what} of three estimates")
    refused = expect.error(spread, (first_estimates, 1))
    expect.raised(refused, "ValueError", "spread for n = 1")

# %% [markdown]
# What must come out can be had without any draw, by adding up over a fine grid of shares (*quadrature*). The next cell does
# it for all four estimators of today. You need not read it; the last two will make sense later.


# %% nbgrader={"grade": false, "grade_id": "quadrature", "locked": true, "schema_version": 3, "solution": false, "task": false}
def exact_spreads(params: torch.Tensor) -> dict[str, torch.Tensor]:
    """The ELBO's gradient [2] at Beta(params), and the sd [2] of each estimator."""
    params = params.double()
    f = (torch.arange(20_000).double() + 0.5) / 20_000
    log_q = dist.Beta(*params).log_prob(f)
    weights = (log_q.exp() / len(f))[:, None]
    total = params.sum()
    score = torch.stack([f.log(), (1 - f).log()], -1)
    score = score - params.digamma() + total.digamma()
    height = (log_joint(f) - log_q)[:, None]
    below = (weights * score).cumsum(0) - weights * score / 2
    move = torch.where(log_q[:, None] > -25.0, -below / log_q.exp()[:, None], 0.0)
    slope = ((16 - params[0]) / f - (14 - params[1]) / (1 - f))[:, None]
    estimates = {
        "score": height * score,
        "score, baseline": (height - (weights * height).sum()) * score,
        "path": slope * move - score,
        "landing": slope * move,
    }
    means = {name: (weights * rows).sum(0) for name, rows in estimates.items()}
    found = {"gradient": means["score"]}
    for name, rows in estimates.items():
        found[name] = ((weights * rows**2).sum(0) - means[name] ** 2).sqrt()
    return found


GUIDES = [torch.tensor(pair) for pair in ([15.0, 15.0], [10.0, 10.0], [8.0, 16.0])]


def measured(name: str, estimator, n: int = 2000) -> None:
    """Hold an estimator against the exact numbers, for alpha, at three guides."""
    rows = []
    for params in GUIDES:
        exact = exact_spreads(params)
        found = spread(lambda n, at=params: estimator(log_joint, beta, at, n), n)
        mean, sd, error = (float(part[0]) for part in found)
        title = f"Beta({params[0]:.0f}, {params[1]:.0f})"
        off = (mean - float(exact["gradient"][0])) / error
        sds = [f"{sd:.4f}", f"{exact[name][0]:.4f}"]
        rows.append([title, f"{exact['gradient'][0]:.4f}", f"{off:+.1f}", *sds])
    columns = ["guide", "gradient", "errors off", "sd, measured", "sd, exact"]
    show.table(f"{name}: {n} estimates of the slope by alpha", columns, rows)


with expect.when_written("score_gradient", "spread"):
    pyro.set_rng_seed(1)
    measured("score", score_gradient)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_path", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *Errors off* says by how many standard errors the mean is away from the truth: a number like +1.2 or -0.8 is what
# chance does. So the estimator is **right on the average**. And it is hardly of use: at Beta(15, 15) one estimate trembles by
# twenty times the slope that it estimates.
#
# ## 4. Move the draw
#
# The other remedy moves the *draws*. A draw of Normal(loc, scale) is loc + scale · noise, with a noise that knows nothing of
# the params. So turn loc, and the draw **moves along**; its height changes, because it is now somewhere else. All that is
# left for autograd is the chain rule. In Pyro and torch such draws come from **`rsample`** (*reparameterised*), where
# `sample` gives plain numbers. Beta can do it, too, though its path is no such simple formula.
#
# $$\nabla\, \text{ELBO} = \text{average of}\;\; \nabla\, h\bigl(z(\text{params})\bigr).$$
#
# The params stand in two places: in the draw, and in log q itself. The gradient through the second place is minus the
# score, whose average is 0. It contributes **nothing but trembling**, so one may leave it out: hold the params of log q as
# plain numbers. Near the top this trembles less and less, and if the guide is the posterior, not at all. It has become known
# as *sticking the landing*.
#
# ## Task 4: two gradients along the path · 5 points
#
# Write `path_gradient(log_joint, family, params, n)` and `landing_gradient(log_joint, family, params, n)`. Arguments, new
# draws, the result [n, P] and the promises are those of task 2; the draws of `family` have an `rsample`.
#
# - `path_gradient`: for each draw the **whole** gradient of its height by the params, through the draw *and* through log q.
# - `landing_gradient`: the gradient through **the draw alone**; the log q of the height has params that are plain numbers.
#
# <details><summary>Hint 1: n draws, n gradients</summary>
#
# The same trick: one row of params for each draw. A family with n rows gives n draws at once, by `rsample()` without a
# shape. Sum up the heights, and differentiate by the rows.
#
# </details>
#
# <details><summary>Hint 2: what differs in the second?</summary>
#
# One word at one place: `rows.detach()`. At which of the two calls of `family`?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "path_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def path_gradient(log_joint, family, params: torch.Tensor, n: int) -> torch.Tensor:
    """n estimates [n, P]: the gradient of each draw's height, draw and log q moving."""
    ### BEGIN SOLUTION
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]
    ### END SOLUTION


def landing_gradient(log_joint, family, params: torch.Tensor, n: int) -> torch.Tensor:
    """n estimates [n, P]: the gradient of each draw's height, the draw alone moving."""
    ### BEGIN SOLUTION
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows.detach()).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "path_terms", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def falling(z):
    """A log joint with its top at 0."""
    return -(z**2)


with expect.check("Along the path", also="other guides, log joints and sizes"):
    asked = (path_gradient, falling, normal, torch.tensor([1.0, 0.0]), 5)
    estimates, z = expect.call(with_notes, asked)
    expect.shape(estimates, (5, 2), "what path_gradient returned for n = 5, P = 2")
    expect.shape(z, (5,), "the draws that log_joint was asked about")
    expect.differ(z[0], z[1], "the first two draws")
    told = "the estimates for draws z of Normal(1, 1) and the log joint -z²"
    wanted = torch.stack([-2.0 * z, 1.0 - 2.0 * z * (z - 1.0)], -1)
    expect.close(estimates, wanted, told)
    again = expect.call(with_notes, asked, seed=1)[1]
    expect.differ(z, again, "the draws under two seeds")

# %% nbgrader={"grade": true, "grade_id": "landing_terms", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Sticking the landing", also="other guides, log joints and sizes"):
    asked = (landing_gradient, falling, normal, torch.tensor([1.0, 0.0]), 5)
    estimates, z = expect.call(with_notes, asked)
    expect.shape(estimates, (5, 2), "what landing_gradient returned for n = 5, P = 2")
    expect.shape(z, (5,), "the draws that log_joint was asked about")
    expect.differ(z[0], z[1], "the first two draws")
    told = "the estimates for draws z of Normal(1, 1) and the log joint -z²"
    wanted = torch.stack([-z - 1.0, 1.0 - z**2], -1)
    expect.close(estimates, wanted, told)
    again = expect.call(with_notes, asked, seed=1)[1]
    expect.differ(z, again, "the draws under two seeds")

# %%
with expect.when_written("spread", "path_gradient", "landing_gradient"):
    pyro.set_rng_seed(2)
    measured("path", path_gradient)
    measured("landing", landing_gradient)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_baseline", "locked": true, "schema_version": 3, "solution": false, "task": false}
# All three are right on the average, and how they differ! So take the path wherever there is one: Pyro does, of
# its own accord. But a switch has no path, nor has anything that is counted or chosen. There only the score is left. Can
# it be made to tremble less?
#
# ## 5. Above or below the others
#
# Look at the heights again: at Beta(15, 15) they all lie near -7. Each draw pulls with a weight of about -7 times its
# score, and these pulls must cancel one another to leave a slope of less than a tenth. What a pity: the -7 says
# nothing. **Only the differences between heights matter.** So subtract a level b from all of them, a **baseline**:
#
# $$(h(z) - b) \cdot \nabla \log q(z).$$
#
# On the average that changes nothing, since b times the average score is b times 0, *provided that b knows nothing of this
# very draw*. The mean height of the **other** draws is such a level. The mean of all draws is not: a draw then pulls down
# its own height by its share, and every estimate comes out too small.
#
# ## Task 5: the score gradient with a baseline · 3 points
#
# Write `score_gradient_baseline(log_joint, family, params, n)`. Everything is as in task 2, with one difference: from
# each draw's height, **the mean height of the other n - 1 draws** is subtracted. For n = 1 there are no others:
# **ValueError**, with any text.
#
# <details><summary>Hint 1: the mean of the others, without a loop</summary>
#
# The others' sum is the sum of all, less one's own. And how many are they?
#
# </details>
#
# <details><summary>Hint 2: can I use score_gradient?</summary>
#
# It returns products, and the heights are no longer to be seen in them. Begin with its lines.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "score_gradient_baseline", "locked": false, "schema_version": 3, "solution": true, "task": false}
def score_gradient_baseline(
    log_joint, family, params: torch.Tensor, n: int
) -> torch.Tensor:
    """n estimates [n, P]: score times height above the mean height of the others.

    ValueError when n is below 2.
    """
    ### BEGIN SOLUTION
    if n < 2:
        raise ValueError(f"A baseline needs other draws, and n is {n}.")
    z = family(params).sample((n,))
    rows = params.expand(n, -1).clone().requires_grad_()
    log_q = family(rows).log_prob(z)
    (scores,) = torch.autograd.grad(log_q.sum(), rows)
    heights = log_joint(z) - log_q.detach()
    others = (heights.sum() - heights) / (n - 1)
    return (heights - others)[:, None] * scores
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "baseline_terms", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def leaning(z):
    """A log joint that lies z above the log density of Normal(0, 1)."""
    return dist.Normal(0.0, 1.0).log_prob(z) + z


with expect.check("Above the others", also="other guides, log joints and sizes"):
    asked = (score_gradient_baseline, leaning, normal, torch.tensor([0.0, 0.0]), 3)
    estimates, z = expect.call(with_notes, asked)
    expect.shape(estimates, (3, 2), "what was returned for n = 3, P = 2")
    expect.shape(z, (3,), "the draws that log_joint was asked about")
    expect.differ(z[0], z[1], "the first two draws")
    above = z - torch.stack([z[1] + z[2], z[0] + z[2], z[0] + z[1]]) / 2
    told = "the estimates for three draws z of Normal(0, 1), whose heights are z,"
    wanted = torch.stack([above * z, above * (z**2 - 1.0)], -1)
    expect.close(estimates, wanted, told)
    again = expect.call(with_notes, asked, seed=1)[1]
    expect.differ(z, again, "the draws under two seeds")
    asked = (two_heights, bernoulli, torch.tensor([0.5]), 1)
    refused = expect.error(score_gradient_baseline, asked)
    expect.raised(refused, "ValueError", "score_gradient_baseline for n = 1")

# %%
with expect.when_written("spread", "score_gradient_baseline"):
    pyro.set_rng_seed(3)
    measured("score, baseline", score_gradient_baseline)

# %% [markdown]
# (Compare the first rows of the tables: at Beta(15, 15), with other draws to look at, the score is even calmer than the
# path. Which of the two is, depends on the guide.)
#
# All four side by side. Each point is one estimate; the line is the truth.

# %%
written = ("score_gradient", "score_gradient_baseline", "path_gradient")
with expect.when_written(*written, "landing_gradient"):
    pyro.set_rng_seed(4)
    estimators = {
        "score": score_gradient,
        "score, baseline": score_gradient_baseline,
        "path": path_gradient,
        "landing": landing_gradient,
    }
    figure, axes = plt.subplots(figsize=(7, 4))
    at = GUIDES[2]
    for place, estimator in enumerate(estimators.values()):
        points = estimator(log_joint, beta, at, 250)[:, 0]
        across = place + 0.25 * (2 * torch.rand(250) - 1)
        axes.plot(across, points, ".", color=COLOURS[place], alpha=0.4)
    truth = float(exact_spreads(at)["gradient"][0])
    axes.axhline(truth, color="black", linewidth=1, label="exact slope")
    axes.set_xticks(range(4), list(estimators))
    axes.set(ylabel="estimates of the slope by alpha", title="At Beta(8, 16)")
    axes.legend()
    show.figure(
        figure,
        "Four columns of 250 points around the line of the exact slope: the score's "
        "are widest by far, then those with a baseline, the path's, the landing's.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_decaying", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6. One draw at a time
#
# A training often takes a single draw in each step. Then there are no others. But there were earlier steps, whose
# heights were about the same: remember them. A **decaying average** does so with a single number. It starts at 0, and after
# each step it becomes `beta` times itself plus `1 - beta` times the height of that step; with beta = 0.9 it looks back
# about ten steps.
#
# ## Task 6: the decaying average · 2 points
#
# Write `decaying_baseline(heights, beta)`: **which baseline was used in each step?**
#
# - `heights` is a list of floats, the height in each step; it may be empty, and is not changed. `beta` is between 0 and 1.
# - It returns a list of as many plain floats. The first is **0.0**, since nothing has been seen. **A step's own height does
#   not belong to its baseline**, only to the next ones.
#
# <details><summary>Hint 1: which comes first?</summary>
#
# In each pass of the loop two things happen: the average is written down, and it is brought up to date.
#
# </details>
#
# <details><summary>Hint 2: what is multiplied by what?</summary>
#
# The old average counts much and the new height little: with a beta of 0.9 a new height counts a tenth.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "decaying_baseline", "locked": false, "schema_version": 3, "solution": true, "task": false}
def decaying_baseline(heights: list[float], beta: float) -> list[float]:
    """The decaying average before each step, from the heights of the steps before it.

    Example: decaying_baseline([-8.0, -6.0], 0.5) is [0.0, -4.0].
    """
    ### BEGIN SOLUTION
    average, found = 0.0, []
    for height in heights:
        found.append(average)
        average = beta * average + (1.0 - beta) * height
    return found
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "decaying", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("What was known before", also="other heights and betas, and none"):
    levels = expect.call(decaying_baseline, ([-8.0, -6.0, -7.0], 0.75))
    expect.floats(levels, "what decaying_baseline returned for three heights", 3)
    expect.close(levels, [0.0, -2.0, -3.0], "the baselines of three steps")

# %% [markdown]
# Now climb, with one draw in each step, from a guide that is far off. Subtracting b from the log joint is all that a
# baseline takes, since the height goes down by as much. (The params are trained as logarithms, so that they stay positive;
# the chain rule multiplies the gradient by the params.)


# %%
def climb(estimator, decay, seed, start=(4.0, 8.0), most=150, **adam):
    """The params [2] of a Beta guide after each step of a training with single draws.

    decay: the beta of a decaying average, or None for no baseline.
    """
    pyro.set_rng_seed(seed)
    free = torch.tensor(start).log().requires_grad_()
    optimiser = torch.optim.Adam([free], **({"lr": 0.05} | adam))
    seen = []
    for _ in range(most):
        params = free.detach().exp()
        # the last entry is the baseline of the step that is still to come
        level = 0.0 if decay is None else decaying_baseline([*seen, 0.0], decay)[-1]

        def lowered(f, params=params, level=level):
            height = log_joint(f) - beta(params).log_prob(f)
            seen.append(height.item())
            return log_joint(f) - level

        estimate = estimator(lowered, beta, params, 1)[0]
        free.grad = -estimate * params  # minus: an optimiser goes down
        optimiser.step()
        yield free.detach().exp()


with expect.when_written("score_gradient", "path_gradient", "decaying_baseline"):
    figure, axes = plt.subplots(figsize=(7, 4))
    ways = {
        "score": (score_gradient, None, ORANGE),
        "score, decaying average": (score_gradient, 0.9, BLUE),
        "path": (path_gradient, None, GREEN),
    }
    for name, (estimator, decay, colour) in ways.items():
        path = climb(estimator, decay, seed=0)
        gaps = [divergence(beta(params), posterior).item() for params in path]
        axes.plot(gaps, color=colour, label=name)
        print(f"{name}: {sum(gaps[-50:]) / 50:.3f}, the mean of the last 50 steps")
    axes.set(yscale="log", xlabel="step", ylabel="divergence from the posterior")
    axes.set(title="The same climb with three estimators")
    axes.legend()
    show.figure(
        figure,
        "The divergence over 150 steps, on a log scale, for three estimators: all come "
        "down in the end, and with the plain score it goes up again on the way.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "tutorial_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7. A run is a story
#
# Pyro's own tutorial on this subject (*SVI Part III*) has a coin with six heads and four tails: the numbers of our
# seeds. Its guide starts at Beta(15, 15), the posterior is Beta(16, 14), and training stops as soon as both params are
# within 0.8 of it. It reports 1932 steps with a decaying average and 4908 without: two and a half times as fast. Let us do
# as it does, with the same optimiser, from two seeds.


# %%
def steps_needed(decay: float | None, seed: int) -> str:
    """The tutorial's training: steps until both params are within 0.8, 500 at most."""
    adam = {"lr": 0.0005, "betas": (0.93, 0.999)}
    path = climb(score_gradient, decay, seed, start=(15.0, 15.0), most=500, **adam)
    for step, (a, b) in enumerate(path, start=1):
        if abs(a - 16) < 0.8 and abs(b - 14) < 0.8:
            return str(step)
    return "more than 500"


with expect.when_written("score_gradient", "decaying_baseline"):
    decays = (0.9, None)
    rows = [[seed, *(steps_needed(decay, seed) for decay in decays)] for seed in (0, 2)]
    columns = ["seed", "with a decaying average", "without"]
    show.table("Steps until the tutorial's training stops", columns, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_switch", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Hundreds of steps where the tutorial has thousands, and a lead that depends on the seed. **The example cannot show what it
# is to show**: both params start 1 away from the
# target and may stop at 0.8, so they need to drift by 0.2, and a random walk does that soon. Your tables of the sections 3
# to 5 show what a baseline is worth, and at which guide. An estimator is judged by its spread over many draws. A single run
# of training is a story.
#
# ## 8. In Pyro
#
# Pyro chooses by itself: a site whose distribution can `rsample` takes the path, every other one the score. Which baseline a
# site has is said in its `infer`, and `TraceGraph_ELBO`, in place of `Trace_ELBO`, looks there:
#
#     infer={"baseline": {"use_decaying_avg_baseline": True, "baseline_beta": 0.9}}
#
# ## Task 7: a switch with a baseline · 3 points
#
# Was the packet an old one? One in four packets is. Of a fresh packet a seed comes up with probability 0.8, of an old one
# with 0.3. That is the model `packet` in the next cell. Its latent `"old"` is a switch and has no path.
#
# Write `switch_guide(data)`:
#
# - A param **`"logit"`**, of shape `()`, starting at **0**, without a constraint.
# - The latent **`"old"`** ~ Bernoulli with this logit, **with a decaying-average baseline** in its `infer`. Its beta has to
#   be such that after sixty steps the average no longer knows that it started at 0; Pyro's 0.9 is.
# - No other site and no other param. What it returns is free.
#
# The graders let TraceGraph_ELBO take many steps without moving the logit, and measure how much the slopes
# tremble: at most 1.45 times, and at least 0.55 times, what they must with a beta of 0.9. (Chance plays a part, so a grader
# that is not content tries again, up to three times in all.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# The guide of beyond_3 has two params and a Beta; this one has a single param and a Bernoulli. One argument more is new.
#
# </details>
#
# <details><summary>Hint 2: where does it go?</summary>
#
# `infer` is an argument of `pyro.sample`, and the line above is what it gets. A name in it that Pyro does not know is passed
# over in silence.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "packet", "locked": true, "schema_version": 3, "solution": false, "task": false}
came_up = torch.tensor([1.0, 0, 1, 1, 0, 1, 1, 0, 1, 0])


def packet(data: torch.Tensor) -> None:
    """old ~ Bernoulli(1/4); a seed comes up with 0.8, or 0.3 from an old packet."""
    old = pyro.sample("old", dist.Bernoulli(0.25))
    with pyro.plate("seeds", len(data)):
        pyro.sample("up", dist.Bernoulli(0.8 - 0.5 * old), obs=data)


# %% nbgrader={"grade": false, "grade_id": "switch_guide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def switch_guide(data: torch.Tensor) -> None:
    """old ~ Bernoulli(logits=logit), with a decaying average as its baseline."""
    ### BEGIN SOLUTION
    logit = pyro.param("logit", torch.tensor(0.0))
    average = {"use_decaying_avg_baseline": True, "baseline_beta": 0.9}
    pyro.sample("old", dist.Bernoulli(logits=logit), infer={"baseline": average})
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "switch_tremble", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def slopes_of(guide, data: torch.Tensor, steps: int) -> torch.Tensor:
    """The slopes of the loss by the logit in steps that do not move it: [steps]."""
    pyro.clear_param_store()
    elbo, found = TraceGraph_ELBO(), []
    with pyro.validation_enabled(False):  # Pyro's own checks take half of the time
        for _ in range(steps):
            elbo.loss_and_grads(packet, guide, data)
            knob = pyro.param("logit").unconstrained()
            found.append(knob.grad.clone())
            knob.grad = None
    return torch.stack(found)


with expect.check("A switch with a baseline", also="other data, logits and densities"):
    trace = expect.trace(switch_guide, (came_up,))
    expect.sites(trace, latent=["old"], observed=[], params=["logit"])
    expect.site(trace, "old", batch_shape=(), event_shape=(), plates={})
    for old, wanted in ((1.0, -0.474077), (0.0, -0.974077)):
        point = {"values": {"old": old}, "params": {"logit": 0.5}}
        held = expect.trace(switch_guide, (came_up,), **point)
        told = f"the log density of old = {old} at the logit 0.5"
        expect.close(held.sites["old"].log_prob, wanted, told)
    sd = float(expect.call(slopes_of, (switch_guide, came_up, 80))[50:].std())
    told = f"The slopes still tremble by {sd:.1f}: as much as without a baseline."
    expect.that(sd < 2.0, told)


# %%
def plain_guide(data):
    """The same switch without a baseline."""
    logit = pyro.param("logit", torch.tensor(0.0))
    pyro.sample("old", dist.Bernoulli(logits=logit))


with expect.when_written("switch_guide", "exact_gradient"):
    pyro.set_rng_seed(0)
    up = came_up.sum()

    def packet_joint(old):
        """The log joint of the switch and the seeds, for old [...]."""
        rate = 0.8 - 0.5 * old
        seeds = up * rate.log() + (10 - up) * (1 - rate).log()
        return dist.Bernoulli(0.25).log_prob(old) + seeds

    exact = exact_gradient(packet_joint, torch.tensor(0.0)).item()
    rows = [["exact sum", f"{-exact:.3f}", "0"]]
    for guide in (switch_guide, plain_guide):
        slopes = slopes_of(guide, came_up, 150)[50:]
        rows.append([guide.__name__, f"{slopes.mean():.3f}", f"{slopes.std():.3f}"])
    show.table("The slope of the loss at logit 0", ["", "mean", "sd"], rows)

# %% [markdown]
# Right on the average, all three, and you have seen by how much they tremble. (The mean of 100 estimates with an sd of 4
# has a standard error of 0.4: do not expect more of the last line.)
#
# ## What you can do now
#
# - Say why the heights' own slope is not the ELBO's: the draws depend on the params.
# - Estimate the gradient by the score and along the path, one estimate for each draw.
# - Judge an estimator: its mean by the standard error, its trembling by the sd.
# - Make the score useful by a baseline, and say what a baseline must not know.
# - Choose: sum out what has few values, take the path where there is one, and for the rest the score with a baseline.
# - Doubt a single run that is to show that one method is faster.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
