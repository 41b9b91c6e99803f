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
# # Step 11 · Where it breaks
#
# | | |
# |---|---|
# | **Goal** | Break the walk of step 10, find out what broke it by measuring, and mend what can be mended. |
# | **Minutes** | 45 |
# | **Prerequisites** | step_09, step_10 |
#
# In step 10 you climbed a log joint along its slope, and arrived at the exact top. That model had one
# unknown and ten observations. Today the same walk meets a larger model and a thousand observations, and
# it fails at the second step.
#
# It is tempting to point at the largest thing in sight, "the model was too complicated", and to leave it
# there. We shall not guess. We change one thing at a time, and measure. In the end you will have found
# **three** different faults. The first has nothing to do with the model, the second has a simple cure, and
# the third is not a fault of the walk at all.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro import poutine

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, GREEN, PURPLE, *_ = COLOURS
NOISE = 1.0  # the scale of one measurement, in centimetres
LATENTS = ["alpha", "a", "b", "mu"]
examples = torch.tensor([3.5, 5.0, 4.0])  # three days, for the checks

# %% [markdown] nbgrader={"grade": false, "grade_id": "story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The glacier
#
# A glacier creeps down its valley by mu centimetres a day. It never creeps up: **mu is positive**. A
# receiver on the ice measures the day's movement `y`, with a noise of 1 cm. There are a thousand
# measurements.
#
# For a positive mu, a Gamma distribution is a natural prior: `dist.Gamma(a, b)` has a *shape* `a` and a
# *rate* `b`; its mean is a / b. But which shape, which rate? If one has never met a glacier, one may say:
# I do not know those either, so they get priors of their own. And the prior of the shape has a number in
# it that is not known ... A model in which the parameters of a prior have priors is called
# **hierarchical**:
#
# > alpha ~ InverseGamma(1, 1)
# >
# > a ~ Gamma(alpha, 1)
# >
# > b ~ Gamma(1, 1)
# >
# > mu ~ Gamma(a, b)
# >
# > y ~ Normal(mu, NOISE), once for each observation
#
# ## Task 1: the model · 4 points
#
# `model(data=None, n_obs=None)`
#
# - It has the four latent sites `"alpha"`, `"a"`, `"b"` and `"mu"`, with the distributions above, and the
#   observed site `"y"` inside a plate named `"N"`. The latent sites stand outside the plate: there is one
#   glacier.
# - **Each latent is a single number**: its shape is `()`, not `(1,)`.
# - `data` is None or a tensor of shape `[N]`. When data are given they are observed, and they alone decide
#   the length of the plate, whatever `n_obs` says.
# - Without data, `n_obs` observations are drawn.
# - When both are None it raises a `ValueError` with a text that says what is missing.
# - It returns y, a tensor of shape `[N]`.
#
# <details><summary>Hint 1: four lines before the plate</summary>
#
# You have written everything around it before, in step 7. What a `pyro.sample` statement returns is a
# number that the next distribution may use as a parameter.
#
# </details>
#
# <details><summary>Hint 2: shapes</summary>
#
# `torch.Tensor([1.0])` and `torch.tensor([1.0])` are vectors with one entry. A distribution whose
# parameter is a vector draws a vector. Plain numbers, or `torch.tensor(1.0)`, give single draws. (A few
# distributions, `InverseGamma` among them, are picky with plain Python numbers in some versions: a tensor
# of shape `()` always works.)
#
# </details>
#
# <details><summary>Hint 3: which parameter is which?</summary>
#
# Both families take the shape first. In Pyro the second argument of `Gamma` is the *rate*, and that of
# `InverseGamma` is a rate too. Print `dist.Gamma(6.0, 2.0).mean`: is it what the text says about a / b?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """The glacier: alpha, a, b and mu, each of shape (), and y in plate "N".

    data: [N], decides the length when given; n_obs: the length otherwise.
    Returns y, of shape [N].
    Raises ValueError when both are None.

    >>> model(n_obs=4).shape
    torch.Size([4])
    """
    ### BEGIN SOLUTION
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many there are.")
    size = n_obs if data is None else len(data)
    one = torch.tensor(1.0)
    alpha = pyro.sample("alpha", dist.InverseGamma(one, one))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "model_sites", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Four single numbers above a plate", also="other sizes"):
    for arguments in ({"data": examples}, {"data": examples, "n_obs": 7}):
        trace = expect.trace(model, (), arguments)
        expect.sites(trace, latent=LATENTS, observed=["y"])
        for name in LATENTS:
            expect.site(trace, name, batch_shape=(), event_shape=(), plates={})
        expect.site(trace, "y", batch_shape=(3,), plates={"N": 3})
        expect.shape(trace.returned, (3,), "what model(data) returned")
    drawn = expect.trace(model, (), {"n_obs": 4})
    expect.sites(drawn, latent=[*LATENTS, "y"], observed=[])
    expect.site(drawn, "y", batch_shape=(4,), plates={"N": 4})
    expect.raised(expect.error(model), "ValueError", "the model without arguments")

# %% nbgrader={"grade": true, "grade_id": "model_density", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def expect_densities() -> None:
    """The log density of each site of the model at one point, worked out by hand."""
    point = {"alpha": 2.0, "a": 3.0, "b": 0.5, "mu": 4.0}
    wanted = {"alpha": -1.88629, "a": -1.90139, "b": -0.5, "mu": -2.0, "y": -3.38182}
    trace = expect.trace(model, (examples,), values=point)
    expect.sites(trace, latent=[], observed=[*LATENTS, "y"])
    for name, value in wanted.items():
        log_prob = trace.sites[name].log_prob.sum()
        expect.close(log_prob, value, f"at {point}, the log density of {name}")


with expect.check("The right distribution at each site", also="other points"):
    expect_densities()

# %% [markdown] nbgrader={"grade": false, "grade_id": "look_at_the_prior", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ### What did we say there?
#
# A prior that one has not looked at is not one's own. Draw from it, and look. (The draws are made without
# Pyro, a hundred thousand at once, only to be quick.)

# %%
torch.manual_seed(0)
many = 100_000
one = torch.tensor(1.0)
alpha = dist.InverseGamma(one, one).sample([many])
a = dist.Gamma(alpha, 1.0).sample().clamp(min=1e-30)  # a tiny draw can underflow to 0
b = dist.Gamma(1.0, 1.0).sample([many])
mu = dist.Gamma(a, b).sample()

shares, first = [0.05, 0.25, 0.5, 0.75, 0.95], [100, 1_000, 10_000, many]
quantiles, spreads = [], []
for name, draws in {"alpha": alpha, "a": a, "b": b, "mu": mu}.items():
    below = draws.quantile(torch.tensor(shares)).tolist()
    quantiles.append([name, *(f"{value:.2f}" for value in below)])
    spreads.append([name, *(f"{draws[:n].std().item():.1f}" for n in first)])
heads = [f"{share:.0%}" for share in shares]
show.table("Quantiles of the prior", ["", *heads], quantiles)
show.table("sd of the first n draws", ["", *(f"n = {n}" for n in first)], spreads)

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_the_prior", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The quantiles are calm: half of the glaciers move between a fraction of a centimetre and a few
# centimetres a day. The standard deviations below are not. For b they settle at 1; for alpha, a
# and mu they do not settle at all, however many draws there are: now and then there comes a monster
# larger than all before. Those three have no standard deviation. Not even the mean of alpha exists, it is
# infinite.
#
# Keep this for Task 3: where a spread is wanted today, we ask for the **interquartile range**, the upper
# quartile minus the lower one. Monsters do not move it.
#
# ## The walk of step 10 meets the glacier
#
# Here are a thousand measurements, and the walk as you know it, with all that is needed to watch it. It
# holds mu fixed with `condition`, asks for the slope of the log joint, and steps.

# %%
torch.manual_seed(3)
readings = 4.2 + NOISE * torch.randn(1000)  # [1000] days, of a glacier with mu = 4.2


def walk(program, data, lr, steps, start=0.1):
    """The walk of step 10 in mu. Returns the places, up to where it stopped or fell."""
    mu, places = torch.tensor(start), []
    for _ in range(steps):
        places.append(mu.item())
        mu.requires_grad_()
        held = poutine.condition(program, {"mu": mu})
        try:
            log_joint = poutine.trace(held).get_trace(data).log_prob_sum()
        except ValueError:
            print(f"   step {len(places) - 1} raised ValueError:", end=" ")
            print(f"mu = {mu.item():.1f} is not in its support")
            return places
        (slope,) = torch.autograd.grad(log_joint, mu)
        mu = (mu + lr * slope).detach()
    return places


print("mean of the readings:", round(readings.mean().item(), 3))
with expect.when_written("model"):
    pyro.set_rng_seed(0)
    print("the glacier, lr = 0.01")
    places = walk(model, readings, lr=0.01, steps=10)
    print("   places:", [round(place, 1) for place in places])

# %% [markdown] nbgrader={"grade": false, "grade_id": "suspects", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One step goes ten times too far, the next one lands below zero, where a Gamma has no density, and Pyro
# refuses. "Gradient ascent breaks down when priors are nested", one reads. Is that what we saw?
#
# There are two suspects: the nested prior, and the step. So two experiments: **the same step without the
# nested prior**, and **the nested prior with a smaller step**.


# %%
def plain_model(data):
    """One flat prior, nothing nested: what could be simpler?"""
    mu = pyro.sample("mu", dist.Normal(0.0, 10.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


print("nothing nested, lr = 0.01")
places = walk(plain_model, readings, lr=0.01, steps=8)
print("   places:", [round(place, 1) for place in places])
with expect.when_written("model"):
    pyro.set_rng_seed(0)
    print("the glacier, lr = 0.0005")
    places = walk(model, readings, lr=0.0005, steps=12)
    print("   places:", [round(place, 2) for place in places])

# %% [markdown] nbgrader={"grade": false, "grade_id": "first_fault", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The first fault: the step
#
# The nested prior is acquitted. Without it the walk runs away just the same (only nobody stops it, since
# a Normal allows negative numbers); with it, and a smaller step, the walk arrives within a dozen updates.
#
# You know the reason from step 10. There the slope at distance d from the top was d times the
# **curvature**, so one update turned d into d · (1 - lr · curvature), and the walk could arrive only for
# lr below 2 / curvature. Each observation adds to the curvature. With ten observations, lr = 0.01 was
# fine. With a thousand, it is not.
#
# ## Task 2: how large may the step be? · 2 points
#
# Look at the likelihood alone, n observations with scale NOISE; beside it the priors add next to nothing.
#
# `largest_stable_lr(n, mu=None)`
#
# - Without `mu`: a walk **in mu** converges, from a start near the top, for every positive learning rate
#   below a limit, and for none above. Return this limit as a Python float, for `n` observations, n from 1 up.
# - With `mu`, a positive float: now the walk is **in log mu**, so one update is
#   new log mu = log mu + lr · (slope with respect to log mu). Return the limit for a walk near a top that
#   lies at this `mu`.
# - It is a formula, no experiment: it looks at no data.
#
# <details><summary>Hint 1: the curvature of the likelihood</summary>
#
# The log likelihood of one observation is a parabola in mu. You wrote its slope down in step 9. How much
# does the slope change when mu changes by 1? And for n observations? That is the curvature.
#
# </details>
#
# <details><summary>Hint 2: the same hill on another ruler</summary>
#
# A small step h in log mu is a step of mu · h in mu. So a walker in log mu finds the hill compressed: at a
# distance of h, the hill has fallen as far as at a distance of mu · h on the old ruler.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Near the top a hill falls by half the curvature times the squared distance. Put mu · h for the distance:
# which power of mu joins the curvature?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "largest_stable_lr", "locked": false, "schema_version": 3, "solution": true, "task": false}
def largest_stable_lr(n: int, mu: float | None = None) -> float:
    """The limit below which gradient ascent converges, for n observations.

    Without mu: for a walk in mu. With mu: for a walk in log mu, near a top at this mu.
    Returns a float.
    """
    ### BEGIN SOLUTION
    curvature = n / NOISE**2
    if mu is not None:
        curvature *= mu**2  # one unit of log mu is mu units of mu
    return 2 / curvature
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "stable_lr", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def comes_nearer(lr: float, n: int, mu: float, in_log: bool) -> bool:
    """Does a walk up the likelihood of n observations, all of them mu, approach mu?"""
    top = torch.tensor(mu, dtype=torch.float64)
    end = top.log() if in_log else top
    place = end + 1e-6
    for _ in range(30):
        here = place.exp() if in_log else place
        slope = n * (top - here) / NOISE**2
        place = place + lr * slope * (here if in_log else 1.0)
    return bool((place - end).abs() < 1e-6)


with expect.check("A walk arrives below the limit, and not above", also="other n"):
    for n, mu in ((1, None), (100, None), (100, 1.0), (50, 3.0), (50, 0.2)):
        arguments = (n,) if mu is None else (n, mu)
        called = f"largest_stable_lr({', '.join(map(str, arguments))})"
        limit = expect.number(expect.call(largest_stable_lr, arguments), called)
        walk = (n, mu or 3.0, mu is not None)
        below, above = (comes_nearer(share * limit, *walk) for share in (0.95, 1.05))
        expect.that(below, f"With 0.95 times {called} a walk does not arrive.")
        expect.that(not above, f"With 1.05 times {called} a walk still arrives.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "try_the_limit", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A formula makes predictions. Try yours: five per cent below and five per cent above the limit, once in mu
# and once in log mu, from a start close to the top.


# %%
def distances(lr, in_log, steps=40):
    """How far a walk up the likelihood of the readings is from their mean."""
    top = readings.mean().item()
    place = torch.tensor(math.log(top + 0.001) if in_log else top + 0.001)
    path = []
    for _ in range(steps):
        place.requires_grad_()
        mu = place.exp() if in_log else place
        path.append(abs(mu.item() - top))
        log_likelihood = dist.Normal(mu, NOISE).log_prob(readings).sum()
        (slope,) = torch.autograd.grad(log_likelihood, place)
        place = (place + lr * slope).detach()
    return path


with expect.when_written("largest_stable_lr"):
    top = readings.mean().item()
    limits = {"mu": largest_stable_lr(1000), "log mu": largest_stable_lr(1000, top)}
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
    ends = []
    for axes, (space, limit) in zip(panels, limits.items(), strict=True):
        for share, colour, style in ((0.95, BLUE, "-"), (1.05, ORANGE, "--")):
            path = distances(share * limit, space == "log mu")
            label = f"{share:.2f} of the limit"
            axes.plot(path, style, color=colour, label=label)
            ends.append(f"in {space}, {label}: from {path[0]:.1g} to {path[-1]:.1g}")
        axes.set(title=f"a walk in {space}: limit {limit:.3g}", xlabel="update")
        axes.set(yscale="log")
        axes.legend()
    panels[0].set(ylabel="distance from the top")
    figure.tight_layout()
    show.figure(figure, f"Distance from the top over 40 updates. {'; '.join(ends)}.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "second_fault", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Below the limit the distance shrinks, above it grows at first. (Straight lines here mean a constant factor at
# every update, since the axis is logarithmic. In log mu the factor is constant only near the top: a rule
# for the neighbourhood.)
#
# A walk in log mu has one great advantage: mu = exp(log mu) is positive wherever the walk goes, so it can
# never leave the support. It is no cure for a step that is too large. When mu is larger than 1, it even
# needs a smaller one.
#
# ## The second fault: the hill moves
#
# The first fault had nothing to do with the nested prior. The next one has. Stand still, and look at the
# same place six times:

# %%
with expect.when_written("model"):
    pyro.set_rng_seed(1)
    rows = []
    for _ in range(6):
        mu = torch.tensor(4.0, requires_grad=True)
        held = poutine.condition(model, {"mu": mu})
        trace = poutine.trace(held).get_trace(readings)
        log_joint = trace.log_prob_sum()
        (slope,) = torch.autograd.grad(log_joint, mu)
        drawn = [trace.nodes[name]["value"].item() for name in ("alpha", "a", "b")]
        values = [mu.item(), *drawn, log_joint.item(), slope.item()]
        rows.append([f"{value:.2f}" for value in values])
    heads = ["mu, held", "alpha", "a", "b", "log joint", "slope"]
    show.table("Six runs at one place", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_spread", "locked": true, "schema_version": 3, "solution": false, "task": false}
# One place, six heights and six slopes! The walk holds *mu* fixed, and nothing else. The other three
# latents are drawn anew whenever the model runs. So the walker does not climb a hill; he climbs another
# hill at every step. How bad is it?
#
# ## Task 3: how noisy is the slope? · 3 points
#
# `gradient_spread(mu, data, k)`
#
# - `mu` is a positive float, `data` a tensor of shape `[N]`, `k` a whole number, 1 or more.
# - It takes `k` slopes, each from **a run of `model` of its own**: with mu held at the given value, the
#   data observed, and alpha, a and b **drawn anew**. The slope is that of the log joint with respect to
#   mu (not log mu).
# - It returns a pair of Python floats, `(middle, spread)`: the **median** of the k slopes, and their
#   **interquartile range**, upper quartile minus lower quartile. (How a quartile between two values is
#   interpolated is up to you. With k = 1 the spread is 0.)
#
# Why a median and quartiles? One term of the slope is (a - 1) / mu, and a has no standard deviation. The
# grader compares both numbers with those of a great many slopes; chance plays a part, so the median may be
# off by a third of the true spread, the spread by a factor of one and a half, and it tries up to three times.
#
# <details><summary>Hint 1: you have seen the loop</summary>
#
# The cell above does it six times, and prints. What has to be collected instead?
#
# </details>
#
# <details><summary>Hint 2: my spread is 0</summary>
#
# Then alpha, a and b are the same in all your runs. Is there one trace outside the loop? Or are they
# conditioned, too? This task measures the noise. It is not yet the place to remove it.
#
# </details>
#
# <details><summary>Hint 3: quartiles</summary>
#
# `torch.quantile` takes a tensor with the k slopes, and a tensor with the shares: a quarter, a half, three
# quarters. `torch.stack` or `torch.tensor` make one tensor of a list.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "gradient_spread", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradient_spread(
    mu: float, data: torch.Tensor, k: int
) -> tuple[float, float]:
    """Median and interquartile range of k slopes of the log joint in mu.

    Each slope is from a run of its own, with alpha, a and b drawn anew.
    mu: a positive float; data: [N], observed; k >= 1. Returns (middle, spread), floats.
    """
    ### BEGIN SOLUTION
    place = torch.tensor(mu, requires_grad=True)
    conditioned = poutine.condition(model, {"mu": place})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(data).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place)
    quartiles = torch.stack(slopes).quantile(torch.tensor([0.25, 0.5, 0.75]))
    lower, middle, upper = quartiles.tolist()
    return middle, upper - lower
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "spread", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("A middle and a spread of slopes", also="other places and data"):
    expect_densities()  # a slope of another model is another slope: see Task 1
    answer = expect.call(gradient_spread, (3.0, examples, 400))
    expect.length(answer, 2, "the pair that gradient_spread returned")
    middle = expect.number(answer[0], "the median")
    spread = expect.number(answer[1], "the interquartile range")
    still = "At one and the same place the slope differs from run to run: not here."
    expect.that(spread > 0, still)
    # From a great many slopes: a median of 3.03, and an interquartile range of 1.42.
    told = f"The spread at mu = 3 is {spread:.4g}; wanted: about 1.42."
    expect.that(0.9 < spread < 2.2, told)
    told = f"The median at mu = 3 is {middle:.4g}; wanted: about 3.03."
    expect.that(abs(middle - 3.03) < 0.5, told)

# %% [markdown] nbgrader={"grade": false, "grade_id": "signal_and_noise", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Now hold the noise against the signal. The middle slope is what drives the walk. The spread is what
# shakes it.

# %%
few = readings[:4]
with expect.when_written("gradient_spread", "model"):
    pyro.set_rng_seed(2)
    rows = []
    for data in (few, readings):
        n = len(data)
        for place in (0.1, 2.0, data.mean().item()):
            middle, spread = gradient_spread(place, data, 200)
            shaken = 2 / n * spread  # how far it moves a walk with an lr of 2 / n
            cells = [f"{x:.2f}" for x in (place, middle, spread)]
            rows.append([f"n = {n}", *cells, f"{shaken:.4f}"])
    heads = ["", "place", "middle", "spread", "spread times 2 / n"]
    show.table("Signal and noise", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "how_bad", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Read the table slowly; it is less simple than "the noise breaks the walk".
#
# - The spread hardly depends on n (each line has chance in it), only on the place: the noise comes from the
#   prior term alone. The middle grows with n, wherever it is not near 0.
# - With a thousand readings the signal drowns the noise, far from the top. With four it does not, everywhere:
#   look at the first line. At the top there is no signal, and only the noise is left: the walk never comes
#   to rest.
# - How far does it shake the walker? One update moves mu by lr times the slope, and lr is limited by 2 /
#   n: see the last column. With a thousand observations he usually trembles by a few thousandths. With four,
#   by about 250 times as much.
# - Usually. Quartiles do not see the monsters. Every now and then one a is drawn so large that the slope
#   throws the walker far away, and he has to walk back: one of the six lines above was of this kind.
# - His **history** of heights is useless: most of its ups and downs are those of alpha, a and b. And of
#   alpha, a and b themselves he learns **nothing**. They were never moved.
#
# ## The cure: every latent gets a place
#
# Hold *all four* latents fixed, and move all four. Then nothing is drawn any more, and the hill stands
# still. All four are positive, so the walk takes place in their logarithms: u = (log alpha, log a, log b,
# log mu), four numbers without any bounds. This is called **unconstrained space**, and it is where nearly
# everything in Pyro that moves parameters really moves them.
#
# There is one subtlety. A density is "probability per length", and a length in alpha is not a length in
# log alpha. The density of u is that of the latents, times the factor by which lengths change: for
# alpha = exp(u), that factor is exp(u). In logarithms,
#
# $$\log p(u, y) = \log p(\alpha, a, b, \mu, y) + u_1 + u_2 + u_3 + u_4 .$$
#
# The sum at the end is the **Jacobian term**. Whether it is added or not decides *which hill* is climbed:
# without it, the one whose top is the most probable point in the latents' own space; with it, the one
# whose top is the most probable point in log space. We shall see whether it matters.
#
# ## Task 4: a walk in four dimensions · 6 points
#
# `ascend(data, lr, steps, jacobian=False)` returns a pair `(place, history)`.
#
# - `data` is a tensor of shape `[N]`, `lr` a float, `steps` a whole number, 0 or more.
# - Every walk starts with all four latents at 1, that is, with all four u at 0.
# - The height to climb is the log joint of `model`, with `data` observed and all four latents held at
#   exp(u): a sum, nothing divided by N. With `jacobian=True`, the sum of the four u is added to it.
# - It makes exactly `steps` updates: new u = u + lr · slope of the height **with respect to u**, all four
#   coordinates at once.
# - `place` is a dictionary with the keys `"alpha"`, `"a"`, `"b"` and `"mu"`: the four latents after the
#   last update, as Python floats. They are the latents, not their logarithms.
# - `history` is a list of `steps + 1` Python floats: the height at the start, after the first update, and
#   so on to the last.
# - As soon as a height is not finite, in the precision in which you compute (float32 and float64 are both
#   fine), it raises a `ValueError`. Its text is for people, and the graders look at the kind of the error only.
#   (When exp(u) has run away, Pyro may raise a `ValueError` on its own: that is fine, too. With `math.exp`,
#   beware of the `OverflowError`.) A walk that goes down is no error while its heights are finite.
#
# Two calls with the same arguments give the same answer.
#
# <details><summary>Hint 1: what changes, compared with step 10?</summary>
#
# There is a vector of four u instead of one mu, and it starts at zeros. `condition` takes a dictionary
# with as many names as you like. And between u and the latents stands one `exp`, through which the slope
# has to find its way back.
#
# </details>
#
# <details><summary>Hint 2: the space</summary>
#
# Which tensor requires the gradient: u, or exp(u)? And which one is updated? If the one is not the other's
# exponential any more, you are walking in two spaces at once.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `dict(zip(names, u.exp()))` pairs the four names with the four latents. Add `u.sum()` to the log joint
# if it is asked for *before* you ask for the slope, and put the same height into the history.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "ascend", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ascend(
    data: torch.Tensor, lr: float, steps: int, jacobian: bool = False
) -> tuple[dict[str, float], list[float]]:
    """Gradient ascent in u, the logarithms of alpha, a, b and mu, from u = 0.

    data: [N], observed; lr: learning rate; steps: number of updates, >= 0;
    jacobian: whether the sum of u is added to the log joint.
    Returns (place, history): the four latents at the end, and the steps + 1 heights.
    Raises ValueError as soon as a height is not finite.

    >>> place, history = ascend(torch.tensor([3.5, 5.0, 4.0]), lr=0.01, steps=2)
    >>> sorted(place), len(history)
    (['a', 'alpha', 'b', 'mu'], 3)
    """
    ### BEGIN SOLUTION
    names = ["alpha", "a", "b", "mu"]
    u = torch.zeros(4)
    history = []
    for step in range(steps + 1):
        u.requires_grad_()
        latents = dict(zip(names, u.exp(), strict=True))
        held = poutine.condition(model, latents)
        height = poutine.trace(held).get_trace(data).log_prob_sum()
        if jacobian:
            height = height + u.sum()
        if not math.isfinite(height.item()):
            told = f"The height is {height.item()} after {step} steps"
            raise ValueError(f"{told}: try an lr smaller than {lr}.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ascent_path", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def walked(steps: int, jacobian: bool) -> tuple[dict[str, float], list[float]]:
    """ascend on the examples, with lr = 0.01: its place and history."""
    arguments = (examples, 0.01, steps, True) if jacobian else (examples, 0.01, steps)
    answer = expect.call(ascend, arguments)
    walk = f"{steps} updates with lr = 0.01"
    expect.length(answer, 2, f"the pair (place, history) after {walk}")
    place = expect.dictionary(answer[0], f"the place after {walk}", LATENTS)
    for name in LATENTS:
        expect.number(place[name], f"{name} after {walk}")
        expect.that(place[name] > 0, f"{name} after {walk} is not positive.")
    return place, expect.floats(answer[1], f"the history of {walk}", steps + 1)


with expect.check("The start, and two updates that lead uphill", also="other walks"):
    expect_densities()  # a walk up another model is another walk: see Task 1
    place, history = walked(0, False)
    for name in LATENTS:
        expect.close(place[name], 1.0, f"{name} at the start")
    place, history = walked(2, False)
    wanted = {"alpha": 0.991625, "a": 0.992365, "b": 0.979492, "mu": 1.1909}
    for name in LATENTS:
        expect.close(place[name], wanted[name], f"{name} after two updates", atol=1e-5)
    wanted = [-22.3818, -21.6255, -20.7841]
    expect.close(history, wanted, "the history of two updates", atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "ascent_jacobian", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("The Jacobian term changes the walk", also="where exactly it leads"):
    expect_densities()
    (without, _), (place, history) = walked(3, False), walked(3, True)
    for name in LATENTS:
        told = f"The Jacobian term pulls {name} upwards: here it does not."
        expect.that(place[name] > without[name], told)
    held = expect.trace(model, (examples,), values=place)
    log_joint = sum(held.sites[name].log_prob.sum() for name in [*LATENTS, "y"])
    term = sum(math.log(value) for value in place.values())
    told = "the last height, the log joint at the place plus the sum of the four u,"
    expect.close(history[-1], log_joint + term, told, atol=1e-3)

# %% nbgrader={"grade": true, "grade_id": "ascent_stops", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
with expect.check("A walk that runs away raises ValueError", also="other walks"):
    raised = expect.error(ascend, (readings, 100.0, 20))
    expect.raised(raised, "ValueError", "the call ascend(readings, 100.0, 20)")
    # log mu goes from 0 to 3, far beyond the examples: down, and finite
    downhill = expect.error(ascend, (examples, 0.3158, 1))
    expect.not_raised(downhill, "a walk that only goes down")
    # log mu goes from 0 to 60: the height is infinite in float32, and not in float64
    raised = expect.error(ascend, (examples, 6.3158, 1))
    if raised is None:
        answer = expect.call(ascend, (examples, 6.3158, 1))
        expect.length(answer, 2, "the pair (place, history) that ascend returned")
        expect.floats(answer[1], "the history of ascend(examples, 6.3158, 1)", 2)
    else:
        expect.raised(raised, "ValueError", "the call ascend(examples, 6.3158, 1)")

# %% [markdown] nbgrader={"grade": false, "grade_id": "four_climbs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## A quiet walk
#
# First the thousand readings, with half of the largest learning rate that log mu allows.

# %%
with expect.when_written("largest_stable_lr", "ascend", "model"):
    lr = largest_stable_lr(1000, readings.mean().item()) / 2
    rows = []
    for steps in (0, 5, 10, 20, 100, 200):
        place, history = ascend(readings, lr, steps)
        rows.append([steps, *(f"{place[name]:.3f}" for name in LATENTS)])
    show.table(f"A thousand readings, lr = {lr:.3g}", ["updates", *LATENTS], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "uneven", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The height no longer flickers, and mu arrives within ten updates. But alpha, a and b have hardly left their start!
# A thousand readings bend the hill sharply along mu. Along the other three it is nearly flat: each bends
# as much as a handful of observations would make it. The sharpest direction dictates the learning rate,
# and in the flat ones it is then hopelessly small. (This is why optimisers like Adam keep a learning rate
# for each parameter: you will meet it in step 13.)
#
# With the first four readings only, the directions are less unequal, and a patient walk arrives. So here
# is the question from above: does it matter which of the two hills one climbs?

# %%
with expect.when_written("largest_stable_lr", "ascend", "model"):
    lr = 0.85 * largest_stable_lr(4, few.mean().item())
    looks = [(BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-.")]
    looks.append((PURPLE, "x", ":"))
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True)
    tops, gains = {}, {}
    for axes, jacobian in zip(panels, (False, True), strict=True):
        path, title = {}, "with" if jacobian else "without"
        for steps in (0, 10, 60, 400):
            path[steps], history = ascend(few, lr, steps, jacobian)
        tops[jacobian], gains[jacobian] = path[400], history[-1] - history[-101]
        for name, (colour, marker, style) in zip(LATENTS, looks, strict=True):
            values = [place[name] for place in path.values()]
            look = {"color": colour, "marker": marker, "linestyle": style}
            axes.plot(list(path), values, label=name, **look)
        axes.set(title=f"{title} the Jacobian term", xlabel="update", yscale="log")
    panels[0].set(ylabel="value of the latent")
    panels[1].legend(loc="upper right", bbox_to_anchor=(1.32, 1.0))
    figure.tight_layout()
    show.figure(
        figure,
        "The four latents over 400 updates, without and with the Jacobian term. mu goes"
        " to one value in both; alpha, a and b fall without it, and not with it.",
    )
    rows = []
    for title, jacobian in (("without", False), ("with", True)):
        cells = [f"{tops[jacobian][name]:.3f}" for name in LATENTS]
        rows.append([title, *cells, f"{gains[jacobian]:.5f}"])
    ratios = [f"{tops[True][name] / tops[False][name]:.3g}" for name in LATENTS]
    rows.append(["with / without", *ratios, ""])
    heads = ["Jacobian term", *LATENTS, "height gained by the last 100 updates"]
    show.table("After 400 updates", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "third_fault", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The third fault: a point is not a posterior
#
# Both histories are as good as flat. (The walk without the term still creeps: its b would fall
# further. Give it 2000 updates, and it comes to rest, too.) Neither walk has a bug. They had the same model
# and the same data. They agree about mu, and about alpha, a and b they disagree by the large factors in the
# last row. Ask for "the most probable a", and the answer depends on whether you measure a or log a.
#
# Neither is "the right one". The question is at fault. Four readings say a good deal about mu and next to
# nothing about a and b, except that a / b is somewhere around mu. Such knowledge is not a point. It is a
# cloud.
#
# We can draw this cloud, by brute force. Take many draws from the prior, keep each with a probability
# proportional to how well it explains the readings, and look at what is left.

# %%
torch.manual_seed(4)
draws = 20_000
alpha = dist.InverseGamma(one, one).sample([draws])
a = dist.Gamma(alpha, 1.0).sample().clamp(min=1e-30)  # [draws]
b = dist.Gamma(1.0, 1.0).sample([draws])
mu = torch.linspace(1.0, 7.0, 121)  # the readings rule out all else
log_likelihood = dist.Normal(mu[:, None], NOISE).log_prob(few).sum(-1)  # [121]
log_prior = dist.Gamma(a[:, None], b[:, None]).log_prob(mu)  # [draws, 121]
log_weight = log_prior + log_likelihood  # [draws, 121]
weight = (log_weight - log_weight.max()).exp()
kept = torch.multinomial(weight.sum(-1), 600, replacement=True)  # [600] of the draws
mu_weight = weight.sum(0) / weight.sum()
mu_mean = (mu_weight * mu).sum()
mu_sd = (mu_weight * (mu - mu_mean) ** 2).sum().sqrt()

print(f"mu, posterior:    mean {mu_mean:.3f}, sd {mu_sd:.3f}")
with expect.when_written("largest_stable_lr", "ascend", "model"):
    print(f"mu, the two tops: {tops[False]['mu']:.3f} and {tops[True]['mu']:.3f}")
    figure, axes = plt.subplots(figsize=(7, 4))
    cloud = {"s": 8, "color": BLUE, "label": "600 draws from the posterior"}
    axes.scatter(a[kept], b[kept], **cloud)
    for jacobian, marker in ((False, "v"), (True, "^")):
        label = f"top {'with' if jacobian else 'without'} the Jacobian term"
        look = {"color": ORANGE, "markeredgecolor": "black", "markersize": 10}
        axes.plot(tops[jacobian]["a"], tops[jacobian]["b"], marker, label=label, **look)
    axes.set(xscale="log", yscale="log", xlabel="a", ylabel="b")
    axes.set(title="What four readings say about a and b")
    axes.set(xlim=(0.02, 60), ylim=(0.003, 20))
    axes.legend(loc="upper left")
    rows = []
    for name, values in (("a", a[kept]), ("b", b[kept])):
        quartiles = values.quantile(torch.tensor([0.25, 0.5, 0.75])).tolist()
        cells = [*quartiles, tops[False][name], tops[True][name]]
        rows.append([name, *(f"{value:.3f}" for value in cells)])
    heads = ["", "25%", "50%", "75%", "top without the term", "top with it"]
    show.table("Quartiles of the posterior, and the two tops", heads, rows)
    show.figure(
        figure,
        "600 posterior draws of a and b on logarithmic axes: a long cloud, in which b "
        "grows with a. One top lies near its lower end, the other further up.",
    )

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The two triangles are what the two walks have to say. The blue cloud is what there is to know.
#
# Brute force worked here because mu could be put on a grid and the prior draws were not too wasteful. With
# ten latents instead of four, hardly any prior draw would explain the data, and the cloud would be empty.
#
# ## What you can do now
#
# - Write a hierarchical model whose latents are single numbers.
# - Find out why a computation fails by changing one thing at a time, and not blame the nearest suspect.
# - Say how large a learning rate may be: below 2 / curvature; and that the curvature grows with n, and
#   depends on the space in which one walks.
# - Measure how noisy a slope is, when the latents that are not held fixed are drawn anew in each run.
# - Walk in unconstrained space, with and without the Jacobian term, and say which hill you climbed.
# - Say why the most probable point is not something that the data alone decide, and a posterior is.
#
# What we want, then, is the cloud, without brute force: draws from the posterior itself. In step 12 a
# walker brings them home. He has your slopes, your unconstrained space, the Jacobian term, and one thing
# more: he does not want to arrive.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
