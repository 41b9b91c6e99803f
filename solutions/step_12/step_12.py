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
# # Step 12 · MCMC
#
# | | |
# |---|---|
# | **Goal** | Draw from a posterior with NUTS, and judge by your own numbers whether the draws can be trusted. |
# | **Minutes** | 45 |
# | **Prerequisites** | step_11 |
#
# Step 11 ended with a cloud. A few readings of a glacier say a good deal about its speed mu, and little
# about the parameters a and b of its prior; no single point tells this, only the whole posterior does.
# There, we drew the cloud by brute force.
#
# Today a walker draws it. He does not climb to the top and stay there. He wanders about for ever, and he
# does it in such a way that he spends his time where the posterior has its mass: twice as probable, twice
# as often there. Note down where he is at every step, and you have draws from the posterior. This is
# **Markov chain Monte Carlo**, MCMC for short, and his path is a **chain**.
#
# It is a wonderful idea with one weakness: a chain always returns numbers, also when it has not seen the
# posterior at all. So we begin at the end: first you learn to *judge* chains. Only then do we let Pyro
# make some.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import matplotlib.pyplot as plt
import pyro
import pyro.distributions as dist
import torch
from pyro.infer import MCMC, NUTS
from pyro.ops import stats

from autograder import expect, show
from autograder.show.plots import COLOURS

BLUE, ORANGE, *_ = COLOURS
NOISE = 1.0  # the scale of one measurement, in centimetres
LATENTS = ["alpha", "a", "b", "mu"]


def model(data: torch.Tensor | None = None, n_obs: int | None = None) -> torch.Tensor:
    """The glacier of step 11: latents alpha, a, b and mu, and y in plate "N".

    The latents have the shape (); data: [N]; returns y, [N].
    """
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


torch.manual_seed(3)
readings = (4.2 + NOISE * torch.randn(1000))[:10]  # [10]: the first ten days of step 11
print("mean of the readings:", round(readings.mean().item(), 3))

# %% [markdown] nbgrader={"grade": false, "grade_id": "the_answer", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The answer, for mu
#
# To judge a method one needs a case where the answer is known. For mu alone it can be had: the integral
# over b can be done on paper,
#
# $$\int_0^\infty \text{Gamma}(\mu; a, b)\, e^{-b}\, db = \frac{a\, \mu^{a-1}}{(1 + \mu)^{a+1}},$$
#
# and those over alpha and a on a grid. The next cell does it, and prints the exact mean and sd of mu given
# the readings. (You need not follow every line. It is a yardstick.)


# %% nbgrader={"grade": false, "grade_id": "exact", "locked": true, "schema_version": 3, "solution": false, "task": false}
def exact_density(data: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The posterior density of mu given data [N]: a grid [400], its density [400]."""
    center, width = data.mean().item(), NOISE / math.sqrt(len(data))
    mu = torch.linspace(max(1e-3, center - 6 * width), center + 6 * width, 400).double()
    log_a = torch.linspace(-12, 12, 300).double()
    log_alpha = torch.linspace(-4, 12, 300).double()
    a, alpha = log_a.exp(), log_alpha.exp()
    log_p_alpha = -log_alpha - 1 / alpha  # as a density of log alpha
    log_p_a = alpha[:, None] * log_a - a  # [300, 300]: alpha, a
    log_p_a = log_p_a - torch.lgamma(alpha)[:, None] + log_p_alpha[:, None]
    log_p_a = log_p_a.logsumexp(0)[:, None]  # as a density of log a
    log_p_mu = (a[:, None] - 1) * mu.log() - (a[:, None] + 1) * mu.log1p()
    log_p_mu = (log_a[:, None] + log_p_mu + log_p_a).logsumexp(0)  # [400]
    squares = len(data) * ((data.double().mean() - mu) / NOISE) ** 2
    log_posterior = log_p_mu - squares / 2
    density = (log_posterior - log_posterior.max()).exp()
    return mu, density / torch.trapezoid(density, mu)


def exact_mean_sd(data: torch.Tensor) -> tuple[float, float]:
    """The exact posterior mean and sd of mu given data [N]."""
    mu, density = exact_density(data)
    mean = torch.trapezoid(density * mu, mu)
    return mean.item(), torch.trapezoid(density * (mu - mean) ** 2, mu).sqrt().item()


exact_mean, exact_sd = exact_mean_sd(readings)
print(f"posterior of mu: mean {exact_mean:.4f}, sd {exact_sd:.4f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "metropolis", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## A simple walker
#
# The oldest recipe is from 1953, and is called after **Metropolis**. The walker stands at a place and
# proposes another one nearby, at random.
#
# - Is the density there higher? He goes.
# - Is it lower, say a third of the one here? Then he goes with probability one third. Otherwise he
#   **stays, and his place is noted down once more**.
#
# That is all. It uses the posterior density only up to a constant, because only ratios occur. Here is
# such a walker on a line, with the density of mu that you have just computed. The one thing to choose is
# how far away he looks, the `reach`. Two chains each, from two different starts.

# %%
places, density = exact_density(readings)
log_density = density.log().tolist()
left, gap = places[0].item(), (places[1] - places[0]).item()


def log_p(mu: float) -> float:
    """The log posterior density of mu, read off the grid; minus infinity outside it."""
    index = round((mu - left) / gap)
    return log_density[index] if 0 <= index < len(log_density) else -math.inf


def metropolis(start: float, reach: float, steps: int) -> list[float]:
    mu, chain = start, []
    proposals, levels = torch.randn(steps).tolist(), torch.rand(steps).log().tolist()
    for jump, level in zip(proposals, levels, strict=True):
        proposed = mu + reach * jump
        if level < log_p(proposed) - log_p(mu):
            mu = proposed
        chain.append(mu)  # also when he stayed
    return chain


torch.manual_seed(5)
walkers = {}
figure, panels = plt.subplots(1, 3, figsize=(10, 3), sharey=True)
band = (exact_mean - exact_sd, exact_mean + exact_sd)
for axes, reach in zip(panels, (0.02, 0.6, 12.0), strict=True):
    chains = [metropolis(start, reach, 500) for start in (2.6, 5.6)]
    walkers[reach] = torch.tensor(chains)  # [2, 500]
    axes.axhspan(*band, facecolor="#e4e4e4", edgecolor="#717171", zorder=0)
    for chain, colour, style in zip(chains, (BLUE, ORANGE), ("-", "--"), strict=True):
        axes.plot(chain, style, color=colour, linewidth=0.9)
    axes.set(title=f"reach {reach}", xlabel="step")
panels[0].set(ylabel="mu")
figure.tight_layout()
show.figure(
    figure,
    "Two walkers each, from below and from above the exact mean. With a reach of "
    "0.02 both creep, and do not meet; with 0.6 both soon wander about the exact mean "
    "plus and minus one sd; with 12 both stand still for long stretches.",
)
rows = []
for reach, chains in walkers.items():
    rows.append([f"reach {reach}", f"{chains.mean():.3f}", f"{chains.std():.3f}"])
rows.append(["exact", f"{exact_mean:.3f}", f"{exact_sd:.3f}"])
show.table("mu, from a thousand places", ["", "mean", "sd"], rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "read_the_walkers", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The grey band is the exact mean, plus and minus one sd. Each line is one walker.
#
# - **Left**: he only looks at his feet. He is on his way from where he was put, and after 500 steps he
#   still tells you more about his start than about mu.
# - **Middle**: after a few steps his start is forgotten, and he wanders all over the band. The steps until
#   then belong to the start, not to the posterior. They are called **warm-up**, and are thrown away.
# - **Right**: he looks so far that nearly all he sees is desert. He hardly ever moves.
#
# All three return 1000 numbers, and all three means look good. (The left one by luck: the two starts lie
# on both sides of it.) You see the difference in the picture. With ten latents and a job that runs every
# night, nobody looks at pictures, so you want it in numbers. There are two.
#
# ## Do the chains agree?
#
# Take several chains with different starts. If all have forgotten where they came from, they all look the
# same: the *variance between* their means is small, compared with the *variance within* each. To notice
# also a chain that drifts, each is cut into two halves, and the halves are compared. The number is called
# **split R-hat**. For `C` chains of `N` draws each:
#
# 1. Cut every chain into its first `N // 2` draws and its last `N // 2`. (If N is odd, the one in the
#    middle is left out.) This gives 2 C half-chains of length L = N // 2.
# 2. *W*, the variance within: the mean of the 2 C variances (each with divisor L - 1).
# 3. *B*, the variance between: the variance of the 2 C means (with divisor 2 C - 1).
# 4. An estimate of the whole variance: $V = \frac{L - 1}{L} W + B$.
# 5. $\hat R = \sqrt{V / W}$.
#
# When all agree it is about 1. As a rule of thumb, above 1.05 something is wrong; above 1.2 do not even
# look at the rest.
#
# ## Task 1: split R-hat · 3 points
#
# `split_rhat(chains)`
#
# - `chains` is a tensor of shape `[C, N]`: chains first, draws second. C is 1 or more, N is 4 or more,
#   even or odd.
# - It returns split R-hat, by the five steps above, as a Python float. (Chains of which none moves have none,
#   and nobody asks for it.)
#
# Pyro has this number and the next one ready-made, in `pyro.ops.stats`; the checks use it as a judge. To call it
# is allowed. But who has written them once knows what they look at, and what they cannot see.
#
# <details><summary>Hint 1: what to average over what</summary>
#
# Write down the shape of the half-chains. Which dimension counts draws, and which counts half-chains? Then
# say for each of the steps 2 and 3, over which of them it takes a mean, and over which a variance.
#
# </details>
#
# <details><summary>Hint 2: cutting</summary>
#
# Slices along the second dimension: one from the front, one counted from the end. `torch.cat` puts them
# under one another. A `reshape` would do it too, but only for even N.
#
# </details>
#
# <details><summary>Hint 3: divisors</summary>
#
# `tensor.var(dim)` has the divisor "number minus one" already. There is one factor left that you have to
# write yourself.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "split_rhat", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_rhat(chains: torch.Tensor) -> float:
    """Split R-hat of chains [C, N], C >= 1, N >= 4. Returns a float."""
    ### BEGIN SOLUTION
    length = chains.shape[1] // 2
    halves = torch.cat([chains[:, :length], chains[:, -length:]])  # [2 C, length]
    within = halves.var(1).mean()
    between = halves.mean(1).var()
    whole = (length - 1) / length * within + between
    return (whole / within).sqrt().item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rhat", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
two_rows = [[1.0, 2.0, 4.0, 3.0, 5.0, 2.0], [2.0, 0.0, 1.0, 3.0, 2.0, 1.0]]
short = torch.tensor(two_rows)

with expect.check("Split R-hat, held against Pyro's own", also="other sizes"):
    for chains in (short, short[:, :5], short[:1]):
        size = f"{chains.shape[0]} chains of {chains.shape[1]} draws"
        got = expect.call(split_rhat, (chains,))
        expect.number(got, f"the split R-hat of {size}")
        wanted = stats.split_gelman_rubin(chains).item()
        expect.close(got, wanted, f"the split R-hat of {size}")

# %%
with expect.when_written("split_rhat"):
    rows = []
    for reach, chains in walkers.items():
        each = [f"{split_rhat(chain[None]):.3f}" for chain in chains]
        rows.append([f"reach {reach}", f"{split_rhat(chains):.3f}", *each])
    heads = ["", "two walkers", "the first against himself", "the second"]
    show.table("Split R-hat", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "two_at_least", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Between the walkers, R-hat tells the middle one from the others. Note the two columns on the right, where each
# walker is held against himself. One walker alone can notice that he drifts. **Where else the
# posterior might be, he cannot know**; and a walker held against a *copy* of himself will always agree.
#
# ## How much are the draws worth?
#
# Neighbouring places of a walker resemble each other, so a thousand of them carry less than a thousand
# independent draws. How many independent draws would be as good? This is the **effective sample size**,
# ESS. It decides how precise the mean is: its error is about sd / √ESS. (This *Monte Carlo error* is
# another thing than the sd. It says how well you know the mean of the posterior, and shrinks with a
# longer chain. The sd says how well the readings determine mu, and does not.)
#
# For `C` chains of `N` draws (now *not* cut in halves), C at least 2:
#
# 1. *W*, the mean of the C variances (divisor N - 1), *B*, the variance of the C means (divisor C - 1),
#    and $V = \frac{N - 1}{N} W + B$.
# 2. For each lag t = 0, 1, …, N - 1 and each chain x with mean $\bar x$, the **autocovariance**: the sum
#    of $(x_i - \bar x)(x_{i + t} - \bar x)$ over all pairs at distance t, divided by their number, N - t.
#    Then $\gamma_t$, the mean over the C chains.
# 3. The autocorrelation $\rho_t = 1 - (W - \gamma_t) / V$ for t from 1 on, and $\rho_0 = 1$.
# 4. Far lags are nothing but noise, and one has to stop somewhere. Add the $\rho$ in pairs:
#    $P_0 = \rho_0 + \rho_1$, $P_1 = \rho_2 + \rho_3$, … (a last one without a partner is left out). For a
#    walker without noise, these sums would be positive and never grow. So make it so: from $P_1$ on, a
#    negative sum becomes 0, and a sum that is larger than an earlier one (among $P_1$, $P_2$, …) becomes
#    equal to the smallest so far.
# 5. $\text{ESS} = C N / \tau$ with $\tau = -1 + 2 (P_0 + P_1 + P_2 + …)$.
#
# ## Task 2: effective sample size · 4 points
#
# `effective_sample_size(chains)`
#
# - `chains` is a tensor of shape `[C, N]`, C at least 2, N at least 4, even or odd.
# - It returns the ESS by the five steps above, as a Python float. (It may come out larger than C · N, when
#   the walker overshoots: a high draw is then followed by a low one. In very short chains that overshoot, tau
#   and with it the ESS may even come out negative: return it as it comes.)
#
# <details><summary>Hint 1: autocovariance</summary>
#
# Subtract from each chain its own mean, once. For lag t, the pairs at distance t are what remains when you
# drop t draws at the end, multiplied by what remains when you drop t draws at the front. A loop over t is
# quite all right.
#
# </details>
#
# <details><summary>Hint 2: pairs</summary>
#
# With the $\rho$ in one tensor of even length, `reshape(-1, 2)` puts partners side by side. For an odd
# length, leave one out first: which end?
#
# </details>
#
# <details><summary>Hint 3: never growing</summary>
#
# `clamp` takes care of the negative ones. For "the smallest so far" there is `torch.cummin`, which returns
# values and indices. $P_0$ takes no part in either.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "effective_sample_size", "locked": false, "schema_version": 3, "solution": true, "task": false}
def effective_sample_size(chains: torch.Tensor) -> float:
    """The effective sample size of chains [C, N], C >= 2, N >= 4. Returns a float."""
    ### BEGIN SOLUTION
    number, length = chains.shape
    within = chains.var(1).mean()
    whole = (length - 1) / length * within + chains.mean(1).var()
    centered = chains - chains.mean(1, keepdim=True)
    rho = [torch.tensor(1.0, dtype=chains.dtype)]
    for lag in range(1, length):
        covariance = (centered[:, :-lag] * centered[:, lag:]).mean(1)  # [C]
        rho.append(1 - (within - covariance.mean()) / whole)
    pairs = torch.stack(rho)[: length // 2 * 2].reshape(-1, 2).sum(1)  # [N // 2]
    later = pairs[1:].clamp(min=0).cummin(0).values
    tau = -1 + 2 * (pairs[0] + later.sum())
    return (number * length / tau).item()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ess", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check("Effective sample size, next to Pyro's own", also="other chains"):
    for chains in (short, short[:, :5], walkers[0.6]):
        size = f"two chains of {chains.shape[1]} draws"
        got = expect.call(effective_sample_size, (chains,))
        expect.number(got, f"the ESS of {size}")
        wanted = stats.effective_sample_size(chains).item()
        expect.close(got, wanted, f"the ESS of {size}", rtol=1e-3)

# %%
with expect.when_written("effective_sample_size", "split_rhat"):
    rows = []
    for reach, chains in walkers.items():
        kept = chains[:, 50:]  # the first 50 steps of each are warm-up
        size = effective_sample_size(kept)
        error = kept.std().item() / math.sqrt(size)
        numbers = (split_rhat(kept), kept.mean().item(), error)
        cells = [f"{number:.3f}" for number in numbers]
        rows.append([f"reach {reach}", kept.numel(), f"{size:.1f}", *cells])
    heads = ["", "draws", "ESS", "split R-hat", "mean", "Monte Carlo error"]
    show.table(f"What the draws are worth (exact mean {exact_mean:.3f})", heads, rows)

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_summary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Only where R-hat is near 1 does the Monte Carlo error mean anything: a walker who has not seen the
# posterior does not know what he is missing.
#
# ## Task 3: a summary · 3 points
#
# `summary(samples)`
#
# - `samples` is a dictionary: the name of a latent to a tensor of shape `[C, N]`, as in the first two
#   tasks. There may be any number of names, and any names.
# - It returns a dictionary with the same names. Under each name stands a dictionary with six Python
#   floats:
#     - `"mean"` and `"sd"`: of all C · N draws together, the sd with divisor C · N - 1;
#     - `"5%"` and `"95%"`: the quantiles of all draws together (interpolated as `torch.quantile` does by
#       default), between which lie nine tenths of the posterior;
#     - `"ess"` and `"rhat"`: from your `effective_sample_size` and `split_rhat`.
#
# <details><summary>Hint 1: together</summary>
#
# The first four want all draws in one bag, the last two want to know which chain each came from. So
# where do you flatten?
#
# </details>
#
# <details><summary>Hint 2: the sd</summary>
#
# It is the spread of the draws, which stands for the spread of the posterior. Nothing is divided by the
# square root of anything.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "summary", "locked": false, "schema_version": 3, "solution": true, "task": false}
def summary(samples: dict[str, torch.Tensor]) -> dict[str, dict[str, float]]:
    """For each latent, with draws [C, N], six numbers under "mean", "sd", "5%", ….

    >>> chains = torch.tensor([[1.0, 2.0, 4.0, 3.0], [2.0, 0.0, 1.0, 3.0]])
    >>> summary({"mu": chains})["mu"]["mean"]
    2.0
    """
    ### BEGIN SOLUTION
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std().item(),
            "5%": chains.quantile(0.05).item(),
            "95%": chains.quantile(0.95).item(),
            "ess": effective_sample_size(chains),
            "rhat": split_rhat(chains),
        }
    return table
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "summary_table", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
with expect.check("Six numbers for each latent", also="other draws and names"):
    given = {"p": walkers[0.6], "q": walkers[12.0]}
    table = expect.dictionary(expect.call(summary, (given,)), "the summary", given)
    for name, chains in given.items():
        wanted = {"mean": chains.mean(), "sd": chains.std()}
        wanted |= {"5%": chains.quantile(0.05), "95%": chains.quantile(0.95)}
        # as your own two functions have it: whether they are right is asked above
        wanted["ess"] = expect.call(effective_sample_size, (chains,))
        wanted["rhat"] = expect.call(split_rhat, (chains,))
        row = expect.dictionary(table[name], f"the entry of {name}", wanted)
        for key, value in wanted.items():
            expect.number(row[key], f"'{key}' of {name}")
            expect.close(row[key], value, f"'{key}' of {name}", rtol=1e-3)

# %% [markdown] nbgrader={"grade": false, "grade_id": "nuts", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## A better walker
#
# The Metropolis walker jumps blindly. With four latents most jumps lead into the desert, with forty all
# of them do. But we have slopes! **Hamiltonian Monte Carlo** gives the walker a push in a random
# direction, and lets him roll, without friction, over a landscape whose valleys are where the posterior
# is high. The slope bends his path, so he rolls *along* the valleys, and ends far away from where he
# began, yet at a plausible place. **NUTS**, the No-U-Turn Sampler, also finds out by itself for how long
# to let him roll: until he begins to turn back.
#
# All this takes place in unconstrained space, with the Jacobian term, as in your walk of step 11. Pyro
# maps the draws back before it hands them out. Here it is on a small model, the offset of a thermometer:


# %%
def thermometer(data: torch.Tensor) -> None:
    """bias ~ Normal(0, 1); y ~ Normal(bias, NOISE) in plate "N". data: [N]."""
    bias = pyro.sample("bias", dist.Normal(0.0, 1.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(bias, NOISE), obs=data)


ice = torch.tensor([1.2, 2.9, 0.4, 2.1, 1.7, 2.5])
pyro.set_rng_seed(0)
kernel = NUTS(thermometer, max_tree_depth=3)
run = MCMC(kernel, num_samples=100, warmup_steps=50, disable_progbar=True)
run.run(ice)  # the arguments of the model go here
draws = run.get_samples()["bias"]
precision = len(ice) + 1  # of six readings and the prior, each with an sd of 1
print("shape of the draws:", tuple(draws.shape))
print(f"from the draws: mean {draws.mean():.3f}, sd {draws.std():.3f}")
print(f"exact:          mean {ice.sum() / precision:.3f}, sd {precision**-0.5:.3f}")

# %% [markdown] nbgrader={"grade": false, "grade_id": "task_samples", "locked": true, "schema_version": 3, "solution": false, "task": false}
# - `warmup_steps` come first. During warm-up NUTS not only forgets its start, it also *learns*: how long
#   a step may be (you know what happens when it is too long), and how wide the posterior is in each
#   direction. Pyro throws these draws away.
# - `num_samples` is the number of draws that are kept. Each start is random.
# - `max_tree_depth=3` says that one draw may take at most 2³ - 1 slopes. The default allows a thousand,
#   which is safer in difficult landscapes, and can be very slow.
#
# ## Task 4: draws from the posterior · 6 points
#
# `posterior_samples(data, seed, chains=2, warmup=50, draws=100)`
#
# - `data` is a tensor of shape `[N]`, which is observed; `seed` is a whole number from 0 to 100,000.
# - It makes `chains` chains with Pyro's `MCMC` and `NUTS` on `model`. Each begins with `warmup` warm-up steps,
#   which are not returned. The next `draws` draws are.
# - It returns a dictionary with exactly the keys `"alpha"`, `"a"`, `"b"` and `"mu"`. Each value is a
#   tensor of shape `[chains, draws]`: one row for each chain, draws in the order in which they came;
#   values of the latents themselves, which are positive, not of their logarithms.
# - **The chains are independent**: each has a random start and a random path of its own.
# - **The seed decides everything**: two calls with the same arguments return the same draws, and calls
#   with different seeds return different ones.
# - Make the chains one after another: an `MCMC` of its own for each, as above, told of `warmup` and `draws`,
#   and *without* its argument `num_chains`. (With it, Pyro may start new processes. Where the graders run,
#   nobody may.)
# - **Quality**, for `chains=2, warmup=50, draws=60` and 40 to 80 observations with a mean between 5.5
#   and 7: for mu, split R-hat is below 1.5, its mean is within 0.8 posterior sds of the exact one, its sd
#   within 50 %. (This is modest, because 60 draws are few: most runs do far better, and now and then one mixes
#   badly. Chance plays a part, so the grader tries up to three seeds.)
# - **Effort**: seven slopes for a draw are enough for this, as with the `max_tree_depth=3` of the example. The
#   graders wait for several times the work of that, and no longer.
#
# <details><summary>Hint 1: where do I start?</summary>
#
# With the cell above. What has to be repeated for each chain, and what must stand before the repetition?
#
# </details>
#
# <details><summary>Hint 2: it takes for ever</summary>
#
# Limit the depth of the tree, as in the example. While you try things out, ask for few draws:
# `posterior_samples(readings, 0, warmup=5, draws=5)`.
#
# </details>
#
# <details><summary>Hint 3: my chains are twins</summary>
#
# How often do you set the seed? After each setting, the same random numbers come again.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "posterior_samples", "locked": false, "schema_version": 3, "solution": true, "task": false}
def posterior_samples(
    data: torch.Tensor, seed: int, chains: int = 2, warmup: int = 50, draws: int = 100
) -> dict[str, torch.Tensor]:
    """NUTS draws from the posterior of model given data [N], without the warm-up.

    Returns a dictionary: "alpha", "a", "b" and "mu", each a tensor [chains, draws].
    """
    ### BEGIN SOLUTION
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        kernel = NUTS(model, max_tree_depth=3)
        sizes = {"num_samples": draws, "warmup_steps": warmup}
        run = MCMC(kernel, **sizes, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in LATENTS}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "samples_contract", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
with expect.check("Two chains of three draws", also="other sizes and seeds"):
    few = {"warmup": 3, "draws": 3}
    first, again, other = (
        expect.call(posterior_samples, (seen, 0), few)
        for seen in (readings, readings, readings + 2.0)
    )
    for answer in (first, again, other):
        expect.dictionary(answer, "what posterior_samples returned", LATENTS)
        for name in LATENTS:
            expect.shape(answer[name], (2, 3), f"the draws of {name}")
    for name in LATENTS:
        values = torch.as_tensor(first[name])
        expect.that(bool((values > 0).all()), f"Not all draws of {name} are positive.")
        expect.close(again[name], values, f"the draws of {name} for the same seed")
        expect.differ(values[0], values[1], f"the draws of {name} in two chains")
    expect.differ(first["mu"], other["mu"], "the draws of mu for two sets of data")

# %% [markdown] nbgrader={"grade": false, "grade_id": "run_it", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Now in earnest. The next cell takes a while: this is the price of MCMC.

# %%
tasks = "split_rhat", "effective_sample_size", "summary", "posterior_samples"
with expect.when_written(*tasks):
    samples = posterior_samples(readings, seed=1)

    keys = ["mean", "sd", "5%", "95%", "ess", "rhat"]
    table = summary(samples)
    rows = [[name, *(f"{table[name][key]:.3f}" for key in keys)] for name in LATENTS]
    rows.append(["mu, exact", f"{exact_mean:.3f}", f"{exact_sd:.3f}", "", "", "", ""])
    show.table("The posterior, from your draws", ["", *keys], rows)

    figure, (upper, lower, cloud) = plt.subplots(1, 3, figsize=(11, 3.2))
    for axes, name in ((upper, "mu"), (lower, "a")):
        looks = ((BLUE, "-"), (ORANGE, "--"))
        for chain, (colour, style) in zip(samples[name], looks, strict=True):
            axes.plot(chain, style, color=colour, linewidth=0.9)
        axes.set(title=f"two chains of {name}", xlabel="draw", ylabel=name)
    cloud.scatter(samples["a"], samples["b"], s=8, color=BLUE)
    cloud.set(xscale="log", yscale="log", xlabel="a", ylabel="b")
    cloud.set(title="the cloud of a and b")
    figure.tight_layout()
    show.figure(
        figure,
        "Left two panels: two chains each of mu and of a, draw by draw. Right: draws "
        "of a and b on logarithmic axes, a long cloud in which b grows with a.",
    )

# %% nbgrader={"grade": true, "grade_id": "samples_posterior", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
with expect.check("The draws above are from the posterior", also="other data"):
    expect.dictionary(samples, "what posterior_samples returned", LATENTS)
    expect.shape(samples["mu"], (2, 100), "the draws of mu")
    together = torch.as_tensor(samples["mu"]).flatten()
    mean, sd = together.mean().item(), together.std().item()
    within = {"mean_within": 0.6, "sd_within": 0.4}
    expect.posterior(mean, sd, exact_mean, exact_sd, "mu in your draws", **within)

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Compare the rows of the table. Each latent has its own ESS and its own R-hat: alpha, a and b lie in a long,
# bent valley, in which a walker gets about slowly (that is the cloud, which you have drawn by brute force in
# step 11). If one of the R-hats is too large for your taste, you know what to do: more draws.
#
# And compare mu with the exact answer. Its Monte Carlo error is sd / √ESS. Are you within two or three of
# these?
#
# ## What you can do now
#
# - Say what a chain is, what warm-up is, and why the place is noted again when the walker stays.
# - Compute split R-hat and the effective sample size yourself, and say which question each answers: do the
#   chains agree, and how much are they worth?
# - Say why one chain cannot judge itself, and why twins prove nothing.
# - Keep the posterior's sd apart from the Monte Carlo error of the mean.
# - Draw from the posterior of a Pyro model with NUTS, several chains, reproducibly.
#
# MCMC asks nothing of you but patience, and of that a lot. In step 13 we shall be impatient: we guess the
# shape of the posterior, and let gradients do the rest.

# %% nbgrader={"grade": false, "grade_id": "overview", "locked": true, "schema_version": 3, "solution": false, "task": false}
expect.overview()
