"""Hidden graders of step_12, MCMC: split R-hat, effective sample size, the summary, and draws from the posterior."""

import math

import torch

from autograder import expect, probes

LATENTS = ["alpha", "a", "b", "mu"]
KEYS = ["mean", "sd", "5%", "95%", "ess", "rhat"]


def true_rhat(chains: torch.Tensor) -> float:
    """Split R-hat of chains [C, N]."""
    half = chains.shape[1] // 2
    halves = [part for chain in chains.double() for part in (chain[:half], chain[len(chain) - half :])]
    within = sum(float(part.var()) for part in halves) / len(halves)
    means = torch.stack([part.mean() for part in halves])
    return math.sqrt((half - 1) / half + float(means.var()) / within) if within > 0 else math.inf


def true_ess(chains: torch.Tensor) -> float:
    """The effective sample size of chains [C, N], as pyro.ops.stats computes it."""
    chains = chains.double()
    number, length = chains.shape
    within = float(chains.var(1).mean())
    whole = (length - 1) / length * within + float(chains.mean(1).var())
    centered = chains - chains.mean(1, keepdim=True)
    rho = [1.0]
    for lag in range(1, length):
        products = centered[:, : length - lag] * centered[:, lag:]
        rho.append(1.0 - (within - float(products.mean())) / whole)
    tau, smallest = -1.0 + 2.0 * (rho[0] + rho[1]), math.inf
    for lag in range(2, length - 1, 2):
        smallest = min(smallest, max(rho[lag] + rho[lag + 1], 0.0))
        tau += 2.0 * smallest
    return number * length / tau


def exact_posterior(data: torch.Tensor) -> tuple[float, float]:
    """Mean and sd of mu given data: b integrated out on paper, alpha and a on a grid of their logarithms, mu too."""
    center, width = float(data.double().mean()), 1.0 / math.sqrt(len(data))
    mu = torch.linspace(max(1e-3, center - 7 * width), center + 7 * width, 400, dtype=torch.float64)
    log_a = torch.linspace(-12, 12, 300, dtype=torch.float64)
    log_alpha = torch.linspace(-4, 12, 300, dtype=torch.float64)
    a, alpha = log_a.exp(), log_alpha.exp()
    log_prior = alpha[:, None] * log_a - a - torch.lgamma(alpha)[:, None] - (log_alpha + 1 / alpha)[:, None]
    log_prior = log_prior.logsumexp(0)[:, None]
    log_mu = (log_a[:, None] + (a[:, None] - 1) * mu.log() - (a[:, None] + 1) * mu.log1p() + log_prior).logsumexp(0)
    weight = (log_mu - len(data) / 2 * (center - mu) ** 2).softmax(0)
    mean = float((weight * mu).sum())
    return mean, math.sqrt(float((weight * (mu - mean) ** 2).sum()))


def walk(variant, number: int, length: int, memory: float, apart: float = 0.0, drift: float = 0.0) -> torch.Tensor:
    """Chains [number, length], each draw ``memory`` times the one before plus noise, with means apart or drifting."""
    noise = variant.normal(0.0, 1.0, number, length).double()
    chains = torch.zeros_like(noise)
    chains[:, 0] = noise[:, 0]
    for at in range(1, length):
        chains[:, at] = memory * chains[:, at - 1] + noise[:, at]
    chains = chains + apart * torch.arange(number).double()[:, None] + drift * torch.linspace(0, 1, length).double()
    return (chains + variant.uniform(-3.0, 3.0)).float()


def described(chains: torch.Tensor) -> str:
    return f"{chains.shape[0]} chains of {chains.shape[1]} draws"


def draws_of(answer, chains: int, draws: int) -> dict[str, torch.Tensor]:
    """What posterior_samples returned; a Mismatch if it is not the four latents with a row for each chain."""
    expect.dictionary(answer, "what posterior_samples returned", LATENTS, code="names")
    for name in LATENTS:
        what = f"the draws of {name} for chains={chains}, draws={draws}"
        expect.shape(answer[name], (chains, draws), what, code="shape")
    return {name: torch.as_tensor(answer[name]).double() for name in LATENTS}


def test_rhat(student, variant):
    """split_rhat for chains that agree, drift, or stand apart; for odd lengths, one chain, and very short ones."""
    questions = {
        "slow chains": walk(variant, 4, 50, 0.6),
        "chains of odd length": walk(variant, 3, 31, 0.3),
        "chains that drift": walk(variant, 2, 40, 0.2, drift=4.0),
        "chains that stand apart": walk(variant, 3, 28, 0.2, apart=2.0),
        "a single chain": walk(variant, 1, 24, 0.5, drift=2.0),
        "very short chains": walk(variant, 2, 4, 0.0),
    }
    got = [student.call("split_rhat", (chains,)) for chains in questions.values()]

    for (title, chains), answer in zip(questions.items(), got, strict=True):
        what = f"the split R-hat of {title}"
        expect.number(answer, what)
        expect.close(answer, true_rhat(chains), what, rtol=1e-3)


def test_ess(student, variant):
    """effective_sample_size for chains that are slow, overshoot, stand apart, or are noise; even and odd lengths."""
    questions = {
        "slow chains": walk(variant, 2, 60, 0.8),
        "chains that overshoot": walk(variant, 3, 41, -0.4),
        "chains that stand apart": walk(variant, 2, 30, 0.2, apart=3.0),
        "chains of noise": walk(variant, 4, 25, 0.0),
        "longer chains": walk(variant, 3, 120, 0.5),
    }
    got = [student.call("effective_sample_size", (chains,)) for chains in questions.values()]

    for (title, chains), answer in zip(questions.items(), got, strict=True):
        what = f"the ESS of {title}"
        expect.number(answer, what)
        expect.close(answer, true_ess(chains), what, rtol=2e-3)


def test_summary_table(student, variant, credit):
    """summary for draws that the grader made, under other names: all six numbers of each."""
    samples = {
        "speed": walk(variant, 2, 45, 0.4, apart=1.5).exp(),
        "mu": walk(variant, 3, 30, 0.1, apart=1.0),
        "z": walk(variant, 4, 24, 0.7),
    }
    table = student.call("summary", (samples,))
    own = {name: student.call("split_rhat", (chains,)) for name, chains in samples.items()}
    sizes = {name: student.call("effective_sample_size", (chains,)) for name, chains in samples.items()}

    expect.dictionary(table, "what summary returned", samples)
    for name, chains in samples.items():
        row = expect.dictionary(table[name], f"what summary has under {name}", KEYS)
        for key in KEYS:
            expect.number(row[key], f"the entry '{key}' of {name}")
        together = chains.double().flatten()
        wanted = {"mean": together.mean(), "sd": together.std()}
        wanted |= {"5%": together.quantile(0.05), "95%": together.quantile(0.95)}
        for key, value in wanted.items():
            expect.close(row[key], value, f"the entry '{key}' of {name}", rtol=1e-3, atol=1e-3)
    credit(0.5)
    for name, chains in samples.items():
        # A mistake in an earlier task has cost its points there.
        for key, exact, theirs in (("ess", true_ess(chains), sizes), ("rhat", true_rhat(chains), own)):
            value = table[name][key]
            as_own = isinstance(theirs[name], float) and math.isclose(value, theirs[name], rel_tol=1e-3)
            right = as_own or math.isclose(value, exact, rel_tol=2e-3)
            expect.that(right, f"The entry '{key}' of {name} is another number than your own function gives.", code=key)


def test_samples_contract(student, variant):
    """posterior_samples in small: defaults, names, shapes, positive values; what the seed decides; chains apart."""
    data, seed = variant.normal(5.0, 1.0, 12), variant.integer(10, 1000)
    sizes = {"chains": 3, "warmup": 2, "draws": 3}
    ask = [
        probes.call("posterior_samples", (data, seed), sizes, stochastic=True),
        probes.call("posterior_samples", (data, seed), sizes, stochastic=True),
        probes.call("posterior_samples", (data, seed + 1), {"chains": 1, "warmup": 2, "draws": 4}, stochastic=True),
        probes.call("posterior_samples", (data, seed + 2), {"chains": 1, "warmup": 2, "draws": 4}, stochastic=True),
        probes.call(
            "posterior_samples", (data + 2.0, seed + 2), {"chains": 1, "warmup": 2, "draws": 4}, stochastic=True
        ),
    ]
    # the defaults are read off, since a run with them is long
    ask.append(probes.call(probes.Prop("step_12", "defaults"), (probes.Name("posterior_samples"),)))
    first, again, other, third, moved, defaults = student.sequence(*ask, limit=60.0)

    for name, number in (("chains", 2), ("warmup", 50), ("draws", 100)):
        expect.equal(defaults.get(name), number, f"the default of the argument {name}", code="default")
    got, repeated = draws_of(first, 3, 3), draws_of(again, 3, 3)
    one, another, elsewhere = draws_of(other, 1, 4), draws_of(third, 1, 4), draws_of(moved, 1, 4)
    for name in LATENTS:
        positive = bool((got[name] > 0).all())
        expect.that(positive, f"Among the draws of {name} are values that are not positive.", code="positive")
        expect.close(
            repeated[name], got[name], f"the draws of {name} for the same seed, asked for a second time", code="seed"
        )
        for row in (1, 2):
            expect.differ(got[name][0], got[name][row], f"the draws of {name} in two chains of one call", code="chains")
        expect.differ(one[name], another[name], f"the draws of {name} for two seeds", code="seeds")
    expect.differ(another["mu"], elsewhere["mu"], "the draws of mu for the same seed and other data", code="data")


def test_samples_posterior(student, variant, tries):
    """Draws for data that the notebook never saw: the warm-up, whether mu mixes, and its mean and sd."""
    noise = variant.normal(0.0, 1.0, variant.integer(40, 80))
    data = noise - noise.mean() + variant.uniform(5.5, 7.0)
    exact_mean, exact_sd = exact_posterior(data)
    sizes = {"chains": 2, "warmup": 50, "draws": 60}
    # by chance, a walk without warm-up may go well: what MCMC was told is the same at each try
    asked = (probes.Name("posterior_samples"), data, 0, sizes)
    orders = student.call(probes.Prop("step_12", "orders"), asked, limit=90.0)
    if orders is not None:
        for name, told in orders.items():
            what = f"the number of steps ({name}) that posterior_samples asks of its MCMC"
            expect.equal(told, sizes[name], what, code=name)
    for attempt in tries:
        with attempt as seed:
            # seeds are small: 1000 * seed + chain, which is a good idea, stays below 2**32
            answer = student.call("posterior_samples", (data, seed), sizes, stochastic=True, seed=seed, limit=90.0)
            mu = draws_of(answer, 2, 60)["mu"]
            expect.that(bool(mu.isfinite().all()), "Among the draws of mu are values that are not finite.")
            mean, sd = float(mu.mean()), float(mu.std())
            moving = bool((mu.var(1) > 0).all())
            expect.that(moving, "A chain of mu never moved: all its draws are equal.", code="stuck")
            expect.that(true_rhat(mu) < 1.5, "Split R-hat of mu is above the limit in the text.", code="rhat")
            far = abs(mean - exact_mean) > 5 * exact_sd
            spread = "wide" if sd > 8 * exact_sd else "elsewhere"
            nowhere = f"The mean of the draws of mu, {mean:.3f}, is nowhere near the posterior."
            expect.that(not far, nowhere, code=f"far:{spread}")
            expect.posterior(mean, sd, exact_mean, exact_sd, "mu in the draws", mean_within=0.8, sd_within=0.5)
    # asked last: what is wrong with the draws themselves says more
    none = "posterior_samples runs no `MCMC` of Pyro's; the text asks for one for each chain."
    expect.that(orders is not None, none, code="no_mcmc")
