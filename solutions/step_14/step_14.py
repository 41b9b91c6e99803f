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

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, *_ = COLOURS
NOISE = 1.0  # the standard deviation of one measurement, in mm

# The ten evenings of step 13, in mm.
growth = torch.tensor([4.1, 3.6, 5.6, 4.9, 2.8, 4.4, 5.2, 3.3, 4.7, 3.9])


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """mu ~ Gamma(1, 1); y ~ Normal(mu, NOISE) in plate "N". data: [N]; returns [N]."""
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


exact_mean = growth.mean().item() - 1.0 / len(growth)
exact_sd = 1.0 / math.sqrt(len(growth))
print(f"the exact posterior of mu, as in step 13: mean {exact_mean:.4f},", end=" ")
print(f"sd {exact_sd:.4f}")

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
        value = node["value"].item()
        print(f"{node['type']:6} {name:22} value {value:7.4f}   {family}")

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
    mapped = to_positive(torch.tensor(u)).item()
    print(f"u = {u:4.1f}   the map gives {mapped:.4f}   exp(u) = {math.exp(u):.4f}")
u = trace.nodes["mu_unconstrained"]["value"]
print(f"in the trace above: exp of u is {u.exp().item():.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "jacobian_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A normal, put through `exp`. You know this: it is the log-normal. So the guide for free must be *the very guide that you
# wrote by hand*. Is it? Guides are compared by their densities, and there is one thing to see about densities and maps.
# On the left the density of u, on the right that of mu, for the same draws. The lines on the right are the images
# of the lines on the left, so between neighbouring lines lies **the same share of the draws** on both sides.

# %%
loc, scale = 1.0, 0.5
lines = torch.tensor([loc + k * scale for k in (-2, -1, 0, 1, 2)])
u_grid, mu_axis = torch.linspace(-0.9, 2.9, 300), torch.linspace(0.05, 11.0, 300)
of_u = dist.Normal(loc, scale).log_prob(u_grid).exp()
of_mu = dist.LogNormal(loc, scale).log_prob(mu_axis).exp()

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.plot(u_grid, of_u, color="black")
right.plot(mu_axis, of_mu, color="black")
for u in lines:
    left.axvline(u, color=BLUE, linestyle=":")
    right.axvline(u.exp(), color=BLUE, linestyle=":")
left.set(title="u ~ Normal(1, 0.5)", xlabel="u", ylabel="density of u", ylim=(0, None))
right.set(title="mu = exp(u)", xlabel="mu", ylabel="density of mu", ylim=(0, None))
figure.tight_layout()
places = ", ".join(f"{u.exp().item():.2f}" for u in lines)
show.figure(
    figure,
    "Left: the density of u, with five lines at equal distances. Right: the density of "
    f"mu, with their images at {places}: the further right, the wider the gaps.",
)

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
# ## Task 1: the density of the free guide · 2 points
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
def log_q(
    mu: torch.Tensor, loc: float | torch.Tensor, scale: float | torch.Tensor
) -> torch.Tensor:
    """The log density of mu = exp(u), u ~ Normal(loc, scale), for each element of mu.

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
    area = torch.trapezoid(torch.as_tensor(got).exp(), grid).item()
    told = f"A density has the area 1 below it; that of your log_q has {area:.3f}."
    expect.that(abs(area - 1.0) < 0.01, told)
    two = expect.call(log_q, (torch.tensor([1.0, 4.0]), 1.0, 0.5))
    expect.close(two, [-2.2258, -1.9105], "log_q(tensor([1, 4]), 1.0, 0.5)")

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
rows = [["step 13", *by_hand.log_prob(probe_mu).tolist()], ["AutoNormal", *free]]
with expect.when_written("log_q"):
    rows.append(["log_q", *log_q(probe_mu, 0.0, 0.1).tolist()])
heads = [f"mu = {mu}" for mu in probe_mu.tolist()]
show.table("Log densities of mu", ["", *heads], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "start_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The same numbers. The guide for free *is* the guide by hand, under other names, and even with the same start: loc 0 and
# scale 0.1 are AutoNormal's defaults. (`init_loc_fn` and `init_scale` would change them.) The narrow start is no accident
# either. The next cell does the careless training of step 13 with the default start and with a wide one:


# %%
rows = []


def careless(init_scale: float, seed: int) -> tuple[float, float]:
    """A hundred plain steps of Adam, one draw each. Returns loc and scale."""
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoNormal(model, init_scale=init_scale)
    svi = SVI(model, guide, Adam({"lr": 0.05}), Trace_ELBO())
    for _ in range(100):
        svi.step(growth)
    numbers = [guide.median()["mu"], *guide.quantiles([0.05, 0.95])["mu"]]
    cells = [f"{number.item():.2f}" for number in numbers]
    rows.append([f"init_scale {init_scale}, seed {seed}", *cells])
    return guide.locs.mu.item(), guide.scales.mu.item()


ends = {start: [careless(start, seed) for seed in range(3)] for start in (1.0, 0.1)}
z = exact_sd * dist.Normal(0.0, 1.0).icdf(torch.tensor(0.95)).item()
exact = (exact_mean, exact_mean - z, exact_mean + z)
rows.append(["exact", *(f"{number:.2f}" for number in exact)])
show.table("mu, after careless trainings", ["", "median", "5 %", "95 %"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A guide for free does not come with a training for free. All that section 7 of step 13 said still holds, and so does its
# recipe.
#
# ## Task 2: train the free guide of any model · 4 points
#
# Write `fit_auto(model, data)`:
#
# - `model` is *any* model that can be called as `model(data)` and whose plates need no more than one dim. The graders
#   bring one along. `data` is a tensor.
# - It **empties the param store**, makes an **`AutoNormal`** guide of the model that was handed in, and trains it on the
#   data with SVI.
# - It **returns the trained guide**, the `AutoNormal` object itself (one of a class derived from it will do).
#
# How you train is up to you. Step 13's recipe with fewer draws and more steps is one way, 400 steps of:
#
#     ClippedAdam({"lr": 0.1, "lrd": 0.988})
#     Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
#
# What counts is the **quality**. The graders' model has two latents that know nothing of each other, one like mu and one
# that may be any real number, and 8 to 14 observations of each. The posterior mean of the first lies between 3 and 6, that
# of the second between -5 and 5. For both, the guide's mean has to end **within 0.15 exact posterior sds** of the exact mean,
# and its sd **within 15 %** of the exact sd. The 400 steps above are enough for that; the graders wait for many times this
# work, and no longer. (Chance plays a part, so a grader that is not content
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
    """Train an AutoNormal guide of a model on data, from an empty param store.

    Returns the guide.
    """
    ### BEGIN SOLUTION
    pyro.clear_param_store()
    guide = AutoNormal(model)
    particles = {"num_particles": 32, "vectorize_particles": True}
    loss = Trace_ELBO(**particles, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "fit_quality", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
def tilted(data: torch.Tensor) -> None:
    """Another model, with a real latent. data: [N]."""
    tilt = pyro.sample("tilt", dist.Normal(0.0, 4.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(tilt, 1.5), obs=data)


def quartiles_after(model, data: torch.Tensor) -> dict:
    """fit_auto with a parameter left over in the store: names, and three quantiles."""
    pyro.clear_param_store()
    pyro.param("left_over", torch.tensor(7.0))
    trained = fit_auto(model, data)
    found = {"kind": type(trained).__name__, "is_auto": isinstance(trained, AutoNormal)}
    found["called"] = getattr(trained, "prototype_trace", None) is not None
    if found["is_auto"] and found["called"]:
        found["names"] = sorted(pyro.get_param_store().keys())
        quantiles = trained.quantiles([0.25, 0.5, 0.75])
        found["quantiles"] = {name: list(three) for name, three in quantiles.items()}
    return found


with expect.check("The free guide finds the bean, and a tilt", also="both at once"):
    wet = torch.tensor([-2.1, -0.3, -3.9, -2.6, 0.4, -1.7, -3.2, -1.4])
    tilt_sd = (1 / 4.0**2 + len(wet) / 1.5**2) ** -0.5
    tilt_mean = tilt_sd**2 * wet.sum().item() / 1.5**2
    questions = {"mu": (model, growth, exact_mean, exact_sd)}
    questions["tilt"] = (tilted, wet, tilt_mean, tilt_sd)
    for name, (program, data, mean, sd) in questions.items():
        found = expect.call(quartiles_after, (program, data))
        told = f"fit_auto returned {found['kind']}; wanted: an AutoNormal guide."
        expect.that(found["is_auto"], told)
        told = "The guide that fit_auto returned was never called."
        look = "Does fit_auto return the guide that SVI was given, or another one?"
        expect.that(found["called"], told, look=look)
        left = "left_over" not in found["names"]
        expect.that(left, "fit_auto did not empty the param store first.")
        quantiles = expect.dictionary(found["quantiles"], "the guide's latents", [name])
        low, median, high = (value.item() for value in quantiles[name])
        told = f"The median of {name} under the trained guide is {median:.3f}"
        expect.that(abs(median - mean) < sd / 4, f"{told}; wanted: about {mean:.3f}.")
        # half of a normal distribution lies within 0.6745 sds of its middle
        spread = (high - low) / 1.349
        told = f"The middle half of {name} has the spread of an sd of {spread:.3f}"
        expect.that(abs(spread / sd - 1) < 0.25, f"{told}; wanted: about {sd:.3f}.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "report_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2. The answer, and the numbers that look like it
#
# What did the training leave behind?

# %%
with expect.when_written("fit_auto"):
    pyro.set_rng_seed(1)
    bean = fit_auto(model, growth)

    store = pyro.get_param_store().items()
    show.table("In the param store", ["", "value"], store)
    rows = [["median of mu", bean.median()["mu"]]]
    both = bean.quantiles([0.05, 0.95])["mu"]
    rows += [["5 % of mu", both[0]], ["95 % of mu", both[1]]]
    show.table("What the guide says about mu", ["", "value"], rows)
    print(f"exact: mean {exact_mean:.4f}, sd {exact_sd:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "helper_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The first table is about u. The bean does not grow by `AutoNormal.locs.mu` millimetres, and `AutoNormal.scales.mu` is not
# the spread of its growth. (Yet such numbers have been printed and plotted as an estimate and its variance, in the guide
# that this course follows as well.)
#
# The second one is about mu. `median()` and `quantiles(…)` put numbers through the map for you, and that is right:
# a map that keeps the order keeps quantiles. A mean and an sd it does not keep, and the guide has no method for them. You
# will write one.
#
# Here is a present, to get at the parameters of any AutoNormal guide, with one entry for each latent:


# %% nbgrader={"grade": false, "grade_id": "inside", "locked": true, "schema_version": 3, "solution": false, "task": false}
def inside(guide: AutoNormal) -> dict[str, tuple[torch.Tensor, torch.Tensor, bool]]:
    """For each latent: loc and scale of its u, and whether the latent is positive.

    loc and scale are tensors of the latent's shape.
    """
    found = {}
    for name in guide.median():
        loc = getattr(guide.locs, name).detach()
        scale = getattr(guide.scales, name).detach()
        support = guide.prototype_trace.nodes[name]["fn"].support
        of_minus_one = biject_to(support)(torch.full_like(loc, -1.0))  # for u = -1
        found[name] = (loc, scale, bool((of_minus_one > 0).all()))
    return found


with expect.when_written("fit_auto"):
    rows = [[name, *values] for name, values in inside(bean).items()]
    show.table("Inside the bean's guide", ["latent", "loc", "scale", "positive"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_summary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## Task 3: means and sds on the scale of the question · 4 points
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
def constrained_summary(
    guide: AutoNormal,
) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """For each latent of an AutoNormal guide the pair (mean, sd) of the latent itself.

    Both are tensors of the latent's shape.

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
def garden() -> None:
    """A real latent, and two positive ones in a plate."""
    pyro.sample("slant", dist.Normal(0.0, 1.0))
    with pyro.plate("beans", 2):
        pyro.sample("pace", dist.Gamma(1.0, 1.0))


def summary_of_wide_guide() -> dict:
    """constrained_summary of a guide of garden, untrained and wide."""
    pyro.clear_param_store()
    values = {"slant": torch.tensor(-0.5), "pace": torch.tensor([1.0, 4.0])}
    guide = AutoNormal(
        garden, init_loc_fn=lambda site: values[site["name"]], init_scale=0.8
    )
    guide()
    return constrained_summary(guide)


with expect.check("A mean and an sd of each latent", also="other guides"):
    got = expect.call(summary_of_wide_guide)
    expect.dictionary(got, "the summary of a wide guide of garden", ["slant", "pace"])
    for name, shape in (("slant", ()), ("pace", (2,))):
        expect.length(got[name], 2, f"the entry of {name}")
        for value, what in zip(got[name], ("mean", "sd"), strict=True):
            expect.shape(value, shape, f"the {what} of {name}")
    mean, sd = (torch.as_tensor(value) for value in got["slant"])
    expect.close(mean, -0.5, "the mean of slant, a real latent whose loc is -0.5,")
    expect.close(sd, 0.8, "the sd of slant, a real latent whose scale is 0.8,")
    # Both numbers of pace have a scale of 0.8; their medians are 1 and 4.
    mean, sd = (torch.as_tensor(value) for value in got["pace"])
    above = bool((mean > 1.1 * torch.tensor([1.0, 4.0])).all())
    expect.that(above, "A mean of pace lies well above its median.")
    expect.close(sd / mean, [0.946827, 0.946827], "sd / mean of pace", rtol=1e-3)

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
    constant = len(data) * math.log(NOISE * math.sqrt(2 * math.pi))
    log_joint = -q.mean - squares / (2 * NOISE**2) - constant
    return log_joint + q.entropy()


axis_loc, axis_scale = torch.linspace(1.0, 1.7, 281), torch.linspace(0.02, 0.5, 241)
locs, scales = torch.meshgrid(axis_loc, axis_scale, indexing="ij")
landscape = elbo(growth, locs, scales)
top = landscape.argmax()
points = {"the top": (locs.flatten()[top].item(), scales.flatten()[top].item())}

figure, axes = plt.subplots(figsize=(7.5, 4))
below = (landscape.max() - landscape).clamp(min=1e-3)
levels = [0, 0.05, 0.2, 0.5, 1, 2, 5, 10, 20]
look = {"levels": levels, "cmap": "viridis_r", "extend": "max"}
picture = axes.contourf(locs, scales, below, **look)
figure.colorbar(picture, label="ELBO, below the top")
for start, marker in ((1.0, "s"), (0.1, "^")):
    label = f"careless, init_scale {start}"
    look = {"color": ORANGE, "markeredgecolor": "white", "markersize": 9}
    axes.plot(*zip(*ends[start], strict=True), marker, label=label, **look)
with expect.when_written("fit_auto"):
    bean_loc, bean_scale, _ = inside(bean)["mu"]
    points["your fit_auto"] = (bean_loc.item(), bean_scale.item())
for (name, place), marker in zip(points.items(), ("X", "o"), strict=False):
    look = {"color": "black", "markeredgecolor": "white", "markersize": 11}
    axes.plot(*place, marker, label=name, **look)
axes.set(xlabel="loc", ylabel="scale", xlim=(1.0, 1.7), ylim=(0.02, 0.5))
axes.set(title="One landscape for both guides")
axes.legend(loc="upper left")
values = [elbo(growth, *map(torch.tensor, place)) for place in points.values()]
rows = []
for (name, place), value in zip(points.items(), values, strict=True):
    rows.append([name, *(f"{x:.4f}" for x in (*place, value.item()))])
show.table("Points of the landscape", ["", "loc", "scale", "ELBO"], rows)
show.figure(
    figure,
    "The ELBO as a landscape over loc and scale, with a single top, and where the "
    "trainings ended: the points of the table, and the careless trainings.",
)

# %% [markdown]
# (Careless trainings that ended outside of the picture are not in it.) And in millimetres, with the numbers of your step 13
# at hand: both guides should say the same.

# %%
print(f"exact:      mean {exact_mean:.3f}, sd {exact_sd:.3f}")
with expect.when_written("fit_auto", "constrained_summary"):
    mean, sd = constrained_summary(bean)["mu"]
    print(f"AutoNormal: mean {mean.item():.3f}, sd {sd.item():.3f}")

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

with expect.when_written("fit_auto", "constrained_summary"):
    pyro.set_rng_seed(0)
    summary = constrained_summary(fit_auto(climb, heights))
    rows = []
    for name, both in summary.items():
        rows.append([name, *(f"{number.item():.3f}" for number in both)])
    show.table("The bean's climb", ["latent", "mean", "sd"], rows)

    figure, axes = plt.subplots(figsize=(7, 3))
    line = summary["start"][0] + summary["mu"][0] * days
    axes.plot(days, heights, "o", color="black", label="measured")
    axes.plot(days, line, color=ORANGE, label="posterior means")
    axes.set(xlabel="day", ylabel="height [mm]")
    axes.legend()
    figure.tight_layout()
    show.figure(figure, "Twelve heights, and the line of the posterior means by them.")

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
along = [(1 / n + days.mean() ** 2 / around_mean).sqrt(), 1 / around_mean.sqrt()]
stays = [1 / math.sqrt(n), 1 / sum_of_squares.sqrt()]
rows = []
for name, free, held in zip(("start", "mu"), along, stays, strict=True):
    rows.append([name, f"{ERROR * free:.3f}", f"{ERROR * held:.3f}"])
heads = ["", "if the other goes along", "if the other stays"]
show.table("How much each may vary: sd", heads, rows)

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

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
