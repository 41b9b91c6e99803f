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
# # Step 14 · A guide for free
#
# | | |
# |---|---|
# | **Goal** | Let Pyro write the guide, know what it wrote, and bring its answer back to the scale of the question. |
# | **Minutes** | 40 |
# | **Prerequisites** | step_13 |
#
# In step 13 you wrote a guide for a bean that grows mu millimetres a day. There was one latent, and you had to think about
# names, supports, constraints and logarithms. With twenty latents that is a dull afternoon, and dull afternoons are where
# mistakes come from.
#
# Pyro can write such a guide by itself, from the model. It is one line. The danger lies elsewhere: the guide for free does
# its work in a space of its own, and its parameters are numbers *from that space*. People report them as if they were
# the answer. So today we look inside the gift, before we use it.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer import SVI, Trace_ELBO
from pyro.infer.autoguide import AutoNormal
from pyro.optim import Adam, ClippedAdam
from torch.distributions import biject_to

from autograder import expect

NOISE = 1.0  # the standard deviation of one measurement, in mm

# The ten evenings of step 13, in mm.
growth = torch.tensor([4.1, 3.6, 5.6, 4.9, 2.8, 4.4, 5.2, 3.3, 4.7, 3.9])


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Gamma(1, 1); y ~ Normal(mu, NOISE) in plate "N". Shapes: data [N]; returns y [N]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


exact_mean, exact_sd = growth.mean().item() - 1.0 / len(growth), 1.0 / math.sqrt(len(growth))
print(f"the exact posterior of mu, as in step 13: mean {exact_mean:.4f}, sd {exact_sd:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "inside_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1. What is in it?
#
# The one line is `AutoNormal(model)`. The guide finds out what it needs when it is called for the first time: it runs the
# model once and looks which sites are latent, and of which shape. After that it can be traced like any other guide.

# %%
pyro.clear_param_store()
pyro.set_rng_seed(0)
free_guide = AutoNormal(model)
trace = poutine.trace(free_guide).get_trace(growth)

for name, node in trace.nodes.items():
    if node["type"] in ("param", "sample"):
        family = type(node["fn"]).__name__ if node["type"] == "sample" else ""
        print(f"{node['type']:6} {name:22} value {node['value'].item():7.4f}   {family}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "map_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Two parameters, as in step 13: a **loc** and a **scale**. And two sample sites, where your guide had one:
#
# - `mu_unconstrained` ~ Normal(loc, scale). We call its value u. It may be any number, negative ones too.
# - `mu`: the value of u, put through a **map** into the support of mu. It is not drawn any more (a `Delta` is a
#   distribution that has one value only).
#
# This is AutoNormal's whole idea. *Every latent gets a normal distribution, in a space where every number is allowed; then a
# map carries the draw to where the latent lives.* For a latent that may be any real number the map does nothing. For a
# positive one it is `exp`:

# %%
to_positive = biject_to(dist.Gamma.support)
for u in (-1.0, 0.0, 1.5):
    print(f"u = {u:4.1f}   the map gives {to_positive(torch.tensor(u)).item():.4f}   exp(u) = {math.exp(u):.4f}")
print(f"in the trace above: exp of u is {trace.nodes['mu_unconstrained']['value'].exp().item():.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "jacobian_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A normal, put through `exp`. You know this: it is the log-normal. So the guide for free must be *the very guide that you
# wrote by hand*. Is it? Guides are compared by their densities, and there is one thing to see about densities and maps.
# On the left the density of u, on the right that of mu, for the same draws. The lines on the right are the images
# of the lines on the left, so between neighbouring lines lies **the same share of the draws** on both sides.

# %%
loc, scale = 1.0, 0.5
lines = torch.tensor([loc + k * scale for k in (-2, -1, 0, 1, 2)])
u_grid, mu_axis = torch.linspace(-0.9, 2.9, 300), torch.linspace(0.05, 11.0, 300)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.plot(u_grid, dist.Normal(loc, scale).log_prob(u_grid).exp(), color="black")
right.plot(mu_axis, dist.LogNormal(loc, scale).log_prob(mu_axis).exp(), color="black")
for u in lines:
    left.axvline(u, color="tab:blue", linestyle=":")
    right.axvline(u.exp(), color="tab:blue", linestyle=":")
left.set(title="u ~ Normal(1, 0.5)", xlabel="u", ylabel="density of u", ylim=(0, None))
right.set(title="mu = exp(u)", xlabel="mu", ylabel="density of mu", ylim=(0, None))
figure.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_log_q", "locked": true, "schema_version": 3, "solution": false, "task": false}
# On the left all gaps are equally broad. On the right they are stretched, the more the further right. The same share over a
# broader gap makes a lower density. How much is a gap at u stretched? By the slope of the map, which for `exp` is exp(u),
# that is, **mu itself**. So
#
# > density of mu, at mu = (density of u, at log mu) divided by mu.
#
# In logarithms, dividing becomes subtracting. This correction is called the (log) **Jacobian** of the map. AutoNormal keeps
# it in the log density of the Delta.
#
# ## Task 1: the density of the free guide
#
# Write `log_q(mu, loc, scale)`:
#
# - `mu` is a tensor of positive numbers, of any shape; `loc` and `scale` are numbers (or tensors that broadcast with it).
# - It **returns a tensor** of the shape of `mu`: the **log density of mu**, element by element, under an AutoNormal guide
#   with these parameters, i.e. where u ~ Normal(loc, scale) and mu = exp(u).
#
# One to three lines, by whatever means you like.
#
# <details><summary>Hint 1: where does the normal come in?</summary>
#
# The rule above has two parts. For the first you need the log density of a normal. At which value: at mu?
#
# </details>
#
# <details><summary>Hint 2: in which direction does the correction go?</summary>
#
# Far to the right the gaps are broad, so densities are lower there. Try your function at a large mu: is your value lower
# than that of the normal at log mu?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "log_q", "locked": false, "schema_version": 3, "solution": true, "task": false}
def log_q(mu: torch.Tensor, loc: float | torch.Tensor, scale: float | torch.Tensor) -> torch.Tensor:
    """The log density of mu = exp(u) where u ~ Normal(loc, scale), for each element of mu.

    >>> log_q(torch.tensor([1.0, 4.0]), 1.0, 0.5)
    tensor([-2.2258, -1.9105])     # rounded
    """
    ### BEGIN SOLUTION
    u = mu.log()
    return dist.Normal(loc, scale).log_prob(u) - u
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The log density of mu", also="many values of mu, loc and scale"):
    grid = torch.linspace(0.001, 60.0, 20_000)
    got = expect.call(log_q, (grid, 1.0, 0.5))
    expect.shape(got, (20_000,), "what log_q returned for 20000 values of mu")
    area = torch.trapezoid(got.exp(), grid).item()
    expect.that(abs(area - 1.0) < 0.01, f"A density has the area 1 below it; that of your log_q has {area:.3f}.")

# %% [markdown]
# Now hold three things against each other, at the same mu: the guide of step 13, your `log_q`, and what AutoNormal itself
# says (the sum of its two log densities).

# %%
probe_mu = torch.tensor([0.5, 1.0, 2.0, 4.0, 7.0])
by_hand = dist.LogNormal(0.0, 0.1)
free = []
for mu in probe_mu:
    fixed = poutine.condition(free_guide, {"mu_unconstrained": mu.log()})
    free.append(poutine.trace(fixed).get_trace(growth).log_prob_sum().item())
print("step 13:   ", [f"{value:.2f}" for value in by_hand.log_prob(probe_mu).tolist()])
print("AutoNormal:", [f"{value:.2f}" for value in free])
try:
    print("log_q:     ", [f"{value:.2f}" for value in log_q(probe_mu, 0.0, 0.1).tolist()])
except NotImplementedError:
    print("log_q is not written yet.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "start_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The same numbers. The guide for free *is* the guide by hand, under other names, and even with the same start: loc 0 and
# scale 0.1 are AutoNormal's defaults. (`init_loc_fn` and `init_scale` would change them.) The narrow start is no accident
# either. The next cell does the careless training of step 13 with the default start and with a wide one:


# %%
def careless(init_scale: float, seed: int) -> tuple[float, float]:
    """A hundred plain steps of Adam, one draw each. Returns loc and scale, the parameters of the guide."""
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoNormal(model, init_scale=init_scale)
    svi = SVI(model, guide, Adam({"lr": 0.05}), Trace_ELBO())
    for _ in range(100):
        svi.step(growth)
    low, high = guide.quantiles([0.05, 0.95])["mu"]
    print(
        f"init_scale {init_scale}, seed {seed}:  median of mu {guide.median()['mu']:.3f}, 90 % of it between {low:.2f} and {high:.2f}"
    )
    return guide.locs.mu.item(), guide.scales.mu.item()


ends = {start: [careless(start, seed) for seed in range(3)] for start in (1.0, 0.1)}
z = dist.Normal(0.0, 1.0).icdf(torch.tensor(0.95)).item()
print(
    f"exact:                   median of mu {exact_mean:.3f}, 90 % of it between {exact_mean - z * exact_sd:.2f} and {exact_mean + z * exact_sd:.2f}"
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A guide for free does not come with a training for free. All that section 7 of step 13 said still holds, and so does its
# recipe.
#
# ## Task 2: train the free guide of any model
#
# Write `fit_auto(model, data)`:
#
# - `model` is *any* model that can be called as `model(data)` and whose plates need no more than one dim. The graders
#   bring one along. `data` is a tensor.
# - It **empties the param store**, makes an **`AutoNormal`** guide of the model that was handed in, and trains it on the
#   data with SVI.
# - It **returns the trained guide**, the `AutoNormal` object itself.
#
# How you train is up to you. Step 13's recipe with fewer draws and more steps is one way, 400 steps of:
#
#     ClippedAdam({"lr": 0.1, "lrd": 0.988})
#     Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
#
# What counts is the **quality**. The graders' model has two latents that know nothing of each other, one like mu and one
# that may be any real number, and 8 to 14 observations of each. The posterior mean of the first lies between 3 and 6, that
# of the second between -5 and 5. For both, the guide's mean has to end **within 0.15 exact posterior sds** of the exact mean,
# and its sd **within 15 %** of the exact sd, in less than 20 seconds. (Chance plays a part, so a grader that is not content
# tries again, up to three times in all.)
#
# About six lines.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With your `fit` of step 13. The guide was an argument there. Where does it come from now, and what is returned instead of
# the losses?
#
# </details>
#
# <details><summary>Hint 2: once, and in which order?</summary>
#
# Empty the store first. Then make the guide, and the SVI object with its optimiser, once; the loop contains a single
# line.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "fit_auto", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit_auto(model, data: torch.Tensor) -> AutoNormal:
    """Train an AutoNormal guide of a model on data, from an empty param store. Returns the guide."""
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_quality", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check(
    "The free guide finds the bean", also="another model with two latents, its means and sds, the param store"
):
    pyro.set_rng_seed(0)
    trained = fit_auto(model, growth)
    expect.that(isinstance(trained, AutoNormal), "fit_auto should return the AutoNormal guide.")
    median = trained.median()["mu"].item()
    expect.that(
        abs(median - exact_mean) < exact_sd / 4,
        f"The median of mu under the trained guide is {median:.3f}: too far off.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "report_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. The answer, and the numbers that look like it
#
# What did the training leave behind?

# %%
try:
    pyro.set_rng_seed(1)
    bean = fit_auto(model, growth)
except NotImplementedError:
    bean = AutoNormal(model)
    bean(growth)
    print("fit_auto is not written yet; this guide is untrained.")

print("in the param store:", {name: round(value.item(), 4) for name, value in pyro.get_param_store().items()})
print("median of mu:      ", round(bean.median()["mu"].item(), 4))
print("5 % and 95 % of mu:", [round(value.item(), 4) for value in bean.quantiles([0.05, 0.95])["mu"]])
print(f"exact:              mean {exact_mean:.4f}, sd {exact_sd:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "helper_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The first line is about u. The bean does not grow by `AutoNormal.locs.mu` millimetres, and `AutoNormal.scales.mu` is not
# the spread of its growth. (Yet such numbers have been printed and plotted as an estimate and its variance, in the guide
# that this course follows as well.)
#
# The next two lines are about mu. `median()` and `quantiles(…)` put numbers through the map for you, and that is right:
# a map that keeps the order keeps quantiles. A mean and an sd it does not keep, and the guide has no method for them. You
# will write one.
#
# Here is a present, to get at the parameters of any AutoNormal guide, with one entry for each latent:


# %% nbgrader={"grade": false, "grade_id": "inside", "locked": true, "schema_version": 3, "solution": false, "task": false}
def inside(guide: AutoNormal) -> dict[str, tuple[torch.Tensor, torch.Tensor, bool]]:
    """For each latent: loc and scale of its u (tensors of the latent's shape), and whether the latent is positive."""
    found = {}
    for name in guide.median():
        loc, scale = getattr(guide.locs, name).detach(), getattr(guide.scales, name).detach()
        support = guide.prototype_trace.nodes[name]["fn"].support
        positive = bool((biject_to(support)(torch.full_like(loc, -1.0)) > 0).all())  # what becomes of u = -1?
        found[name] = (loc, scale, positive)
    return found


print(inside(bean))

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_summary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: means and sds on the scale of the question
#
# Write `constrained_summary(guide)`:
#
# - `guide` is an `AutoNormal` guide of *any* model (not only of the bean's), that has been called at least once. Each of its
#   latents is either **real** (the map does nothing) or **positive** (the map is `exp`), and of any shape.
# - It **returns a dictionary** with an entry for each latent: its name, and a pair `(mean, sd)` of two tensors of the
#   latent's shape. They are the mean and the standard deviation *of the latent itself*, element by element.
# - They are **exact**, computed from the guide's parameters and not drawn. The guide stays as it is.
#
# `inside` is yours to use. About six lines. Half of the points are for the bean's guide, half for guides of other models.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With a loop over `inside(guide).items()`. There are two cases. In which of them are loc and scale the answer already?
#
# </details>
#
# <details><summary>Hint 2: the other case</summary>
#
# Your `posterior_mean_sd` of step 13 did it for one number; the same formulas, or a `LogNormal` object, do it for a tensor.
#
# </details>
#
# <details><summary>Hint 3: how do I know that it is right?</summary>
#
# Draw u a hundred thousand times from a normal that is rather wide, put the draws through the map, and take their mean and
# sd. Narrow normals hide the difference between a mean and a median.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "constrained_summary", "locked": false, "schema_version": 3, "solution": true, "task": false}
def constrained_summary(guide: AutoNormal) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """For each latent of an AutoNormal guide the pair (mean, sd) of the latent itself, as tensors of its shape.

    >>> constrained_summary(bean)
    {'mu': (tensor(4.15), tensor(0.32))}     # rounded, for a well trained guide
    """
    ### BEGIN SOLUTION
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        latent = (dist.LogNormal if positive else dist.Normal)(loc, scale)
        summary[name] = (latent.mean, latent.stddev)
    return summary
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "summary", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check("A mean and an sd of each latent", also="the numbers; models with other latents, real and positive"):
    got = expect.call(constrained_summary, (bean,))
    expect.that(isinstance(got, dict), "constrained_summary should return a dictionary.")
    expect.equal(sorted(got), ["mu"], "the list of its keys for the bean's guide")
    expect.length(got["mu"], 2, "the entry of mu")
    expect.shape(got["mu"][0], (), "the mean of mu")
    expect.that(bool(got["mu"][0] > bean.median()["mu"]), "The mean of mu lies above its median.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "compare_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3. Against the guide by hand
#
# Same family, same start, same loss: there is nothing left in which the two guides could differ, other than training. The
# guide that this course follows lets each of them run for a hundred steps, on *different* amounts of data, prints two
# numbers that are far apart, and calls them the same. Let us do better. For this model the ELBO of a log-normal guide can
# be written down, so we can draw the landscape that both of them climb, and mark its top.


# %%
def elbo(data: torch.Tensor, loc: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """The ELBO of model under LogNormal(loc, scale), in closed form."""
    q = dist.LogNormal(loc, scale)
    squares = sum((y - q.mean) ** 2 for y in data) + len(data) * q.variance
    log_joint = -q.mean - squares / (2 * NOISE**2) - len(data) * math.log(NOISE * math.sqrt(2 * math.pi))
    return log_joint + q.entropy()


locs, scales = torch.meshgrid(torch.linspace(1.0, 1.7, 281), torch.linspace(0.02, 0.5, 241), indexing="ij")
landscape = elbo(growth, locs, scales)
top = landscape.argmax()
best_loc, best_scale = locs.flatten()[top].item(), scales.flatten()[top].item()
bean_loc, bean_scale, _ = inside(bean)["mu"]

figure, axes = plt.subplots(figsize=(7.5, 4))
below = (landscape.max() - landscape).clamp(min=1e-3)
picture = axes.contourf(
    locs, scales, below, levels=[0, 0.05, 0.2, 0.5, 1, 2, 5, 10, 20], cmap="viridis_r", extend="max"
)
figure.colorbar(picture, label="ELBO, below the top")
for start, marker in ((1.0, "s"), (0.1, "^")):
    axes.plot(
        *zip(*ends[start], strict=True),
        marker,
        color="tab:red",
        markeredgecolor="white",
        clip_on=True,
        label=f"careless, init_scale {start}",
    )
axes.plot(bean_loc, bean_scale, "o", color="tab:orange", markersize=11, label="your fit_auto")
axes.plot(best_loc, best_scale, "x", color="black", label="the top")
axes.set(xlabel="loc", ylabel="scale", xlim=(1.0, 1.7), ylim=(0.02, 0.5), title="One landscape for both guides")
axes.legend(loc="upper left")
plt.show()

for name, (loc, scale) in {"top": (best_loc, best_scale), "fit_auto": (bean_loc.item(), bean_scale.item())}.items():
    value = elbo(growth, torch.tensor(loc), torch.tensor(scale)).item()
    print(f"{name:9} loc {loc:.4f}, scale {scale:.4f}, ELBO {value:.4f}")

# %% [markdown]
# (Careless trainings that ended outside of the picture are not in it.) And in millimetres, with the numbers of your step 13
# at hand: both guides should say the same.

# %%
try:
    mean, sd = constrained_summary(bean)["mu"]
    print(f"AutoNormal: mean {mean.item():.3f}, sd {sd.item():.3f}")
except NotImplementedError:
    print("constrained_summary is not written yet.")
print(f"exact:      mean {exact_mean:.3f}, sd {exact_sd:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "other_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4. What you get it for
#
# One latent was for practice. Now a bean's *height* is measured every day, and the ruler stands somewhere in the flower pot:
# nobody knows where its zero is, nor how good it is. Three latents: the height at day 0 (real), the growth per day
# (positive), the error of a measurement (positive). A guide by hand would need six parameters, with names and constraints.


# %%
def climb(data: torch.Tensor) -> None:
    """Heights of a bean on day 0, 1, 2, …: a straight line and an error. data [N]."""
    start = pyro.sample("start", dist.Normal(0.0, 5.0))
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    error = pyro.sample("error", dist.HalfNormal(3.0))
    with pyro.plate("N", len(data)):
        days = torch.arange(len(data))
        pyro.sample("y", dist.Normal(start + mu * days, error), obs=data)


pyro.set_rng_seed(3)
days = torch.arange(12.0)
heights = 2.5 + 4.2 * days + 1.5 * torch.randn(12)

try:
    pyro.set_rng_seed(0)
    summary = constrained_summary(fit_auto(climb, heights))
except NotImplementedError:
    print("fit_auto or constrained_summary is not written yet. Write it, then run this cell again.")
else:
    for name, (mean, sd) in summary.items():
        print(f"{name:6} mean {mean.item():6.3f}, sd {sd.item():.3f}")

    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(days, heights, "o", color="black", label="measured")
    axes.plot(days, summary["start"][0] + summary["mu"][0] * days, color="tab:red", label="posterior means")
    axes.set(xlabel="day", ylabel="height [mm]")
    axes.legend()
    figure.tight_layout()
    plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "honest_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The guide cost one line, and `fit_auto` and `constrained_summary` did not have to know about the model.
#
# And the small print? AutoNormal draws each latent **by itself**. But here start and mu hang together: a steeper line that
# starts lower fits the points nearly as well. The textbook's formulas for a straight line with a known error tell how much
# each latent may vary if the other one goes along with it, and how much if the other stays where it is:

# %%
ERROR = 1.5  # the one with which the heights were made
n, sum_of_squares = len(days), (days**2).sum()
around_mean = ((days - days.mean()) ** 2).sum()
print(
    f"start: sd {ERROR * (1 / n + days.mean() ** 2 / around_mean).sqrt():.3f} if mu goes along, {ERROR / math.sqrt(n):.3f} if it stays"
)
print(
    f"mu:    sd {ERROR / around_mean.sqrt():.3f} if start goes along, {ERROR / sum_of_squares.sqrt():.3f} if it stays"
)

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Which of the two columns do the sds of your guide resemble? It gives the second, while the question was about the first.
# The means are fine. Keep it in mind whenever a guide for free reports a very small sd. (Nor will `AutoDelta` do, another
# guide for free: it finds a single best point, and has no sd at all.)
#
# ## What you can do now
#
# - You get a guide for any model in one line, and know what is in it: for each latent a normal, and a map.
# - You know the density of a mapped variable, and what the Jacobian is for.
# - You train such a guide with the same care as one of your own.
# - You report means and sds of the latents themselves, and never a loc or a scale in their place.
# - You know that AutoNormal treats its latents one by one, and what that does to its sds.
#
# Next, in step 15, models become tables: genes, cells, and one plate inside another.
