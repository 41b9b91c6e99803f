"""Hidden graders of step_13, a guide by hand: its density, its training, what is read off it, and the student's fit."""

import math

import torch

from autograder import expect, probes

MODEL = probes.Prop("step_13", "model")
WIDE = probes.Prop("step_13_fit", "wide_guide")
WATCHED = probes.Prop("step_13_fit", "watched")
# The start of the grader's own training: near enough for a short one, and not near enough to be right without it.
# (From 0.1, a scale that never moves is right by luck on some data.)
START = {"mu_loc": 1.0, "mu_scale": 0.3}


def growth_data(variant, low=3.0, high=6.0) -> torch.Tensor:
    """Between 8 and 14 observations with noise 1 whose mean lies between low and high."""
    noise = variant.normal(0.0, 1.0, variant.integer(8, 14))
    return noise - noise.mean() + variant.uniform(low, high)


def exact_posterior(data: torch.Tensor) -> tuple[float, float]:
    """Mean and sd of mu: Normal(mean - 1/n, 1/sqrt(n)) cut off at zero."""
    loc, scale = float(data.double().mean()) - 1.0 / len(data), 1.0 / math.sqrt(len(data))
    z = loc / scale
    hazard = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi) / (0.5 * math.erfc(-z / math.sqrt(2)))
    return loc + scale * hazard, scale * math.sqrt(1.0 - z * hazard - hazard**2)


def log_normal_mean_sd(loc: float, scale: float) -> tuple[float, float]:
    """Mean and sd of a variable whose logarithm is Normal(loc, scale)."""
    mean = math.exp(loc + scale**2 / 2)
    return mean, mean * math.sqrt(math.expm1(scale**2))


def negative_elbo(data: torch.Tensor, loc: float, scale: float) -> float:
    """The negative ELBO of model under LogNormal(loc, scale), in closed form."""
    mean, sd = log_normal_mean_sd(loc, scale)
    squares = float(((data.double() - mean) ** 2).sum()) + len(data) * sd**2
    log_joint = -mean - squares / 2 - len(data) * math.log(2 * math.pi) / 2
    return -loc - math.log(scale) - math.log(2 * math.pi * math.e) / 2 - log_joint


def loss_bounds(data: torch.Tensor, runs: list, steps: int) -> tuple[list[float], list[float]]:
    """Between what each loss has to lie, from where the guide's parameters were when it ran, the end included.

    The guide is so narrow that a draw of mu hardly moves the joint density; its own log density falls below its
    largest value by half the square of a standard normal number, so with a single draw the loss may be much lower than
    the negative ELBO, but not much higher. It is 14 lower once in ten million draws.
    """
    places = [place for place, before in zip(runs, [None, *runs], strict=False) if place != before]
    if len(places) <= steps:  # compiled: the guide's own lines ran once, and each place lies between start and end
        (loc, scale), (last_loc, last_scale) = [1.2, 1e-5], places[-1]
        shares = [k / 20 for k in range(21)]
        between = [negative_elbo(data, loc + s * (last_loc - loc), scale + s * (last_scale - scale)) for s in shares]
        exact = [(between[0], between[0]), *[(min(between), max(between))] * (steps - 1)]
    else:
        exact = [(negative_elbo(data, *place),) * 2 for place in places[:steps]]
    return [low - 0.03 * abs(low) - 14.0 for low, _ in exact], [high + 0.03 * abs(high) + 1.0 for _, high in exact]


def guide_mean_sd(params: dict) -> tuple[float, float]:
    """Mean and sd of mu under a trained log-normal guide, from the param store."""
    for name in ("mu_loc", "mu_scale"):
        expect.that(name in params, f"There is no parameter {name} in the param store after training.")
    loc, scale = (float(params[name].value) for name in ("mu_loc", "mu_scale"))
    expect.that(math.isfinite(loc) and math.isfinite(scale), "A parameter of the guide is not finite after training.")
    expect.that(scale > 0, "mu_scale is not positive after training.")
    return log_normal_mean_sd(loc, scale)


def scale_is_constrained(params: dict) -> None:
    """Training may stay above zero by luck, so the constraint itself is looked at."""
    expect.that(
        not torch.equal(params["mu_scale"].value, params["mu_scale"].unconstrained),
        "mu_scale has no constraint: a gradient step may make it negative.",
        look="`pyro.param` takes `constraint=`: see the thermometer's guide.",
    )


def test_guide_density(both, variant):
    """The guide as a program: its sites and params, their start values, and how likely it finds values of mu."""
    data, n_obs = growth_data(variant), variant.integer(3, 7)
    start = [probes.call("guide", (data,), fresh=True, stochastic=True), probes.params()]
    steps = [probes.trace("guide", (data,)), probes.trace("guide"), probes.trace("guide", (), {"n_obs": n_obs})]
    for _ in range(4):
        params = {"mu_loc": variant.uniform(-1.0, 1.5), "mu_scale": variant.uniform(0.3, 1.4)}
        steps += [probes.density("guide", (data,), values={"mu": variant.uniform(0.2, 6.0)}, params=params)]
    got, want = both.sequence(*start, *steps)

    for mine, theirs in zip(got[2:], want[2:], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[5:], want[5:], strict=True):
        expect.density(mine, theirs)
    store = got[1]
    expect.close(store["mu_loc"].value, torch.tensor(0.0), "the start value of mu_loc")
    expect.close(store["mu_scale"].value, torch.tensor(0.1), "the start value of mu_scale")
    scale_is_constrained(store)


def test_guide_trains(student, variant, tries):
    """The guide in training: the grader's own loop, on other data, ends at the exact posterior."""
    data = growth_data(variant, 4.0)  # away from START, whose mean must not be right by luck
    exact_mean, exact_sd = exact_posterior(data)
    for attempt in tries:
        with attempt as seed:
            recipe = {"lr": 0.1, "lrd": 0.98, "steps": 80, "particles": 1000}
            trained = student.fit(MODEL, "guide", (data,), params=START, seed=seed, **recipe)
            mean, sd = guide_mean_sd(trained.params)
            scale_is_constrained(trained.params)
            expect.posterior(mean, sd, exact_mean, exact_sd, "mu under the guide that the grader trained")


def test_mean_sd(student, variant):
    """The mean and the sd of mu that posterior_mean_sd reads off, with parameters that the grader sets."""
    settings = [(0.0, 1.0)]
    settings += [(variant.uniform(-1.0, 1.5), variant.uniform(0.3, 1.2)) for _ in range(3)]
    asked = [probes.call("posterior_mean_sd", params={"mu_loc": loc, "mu_scale": scale}) for loc, scale in settings]
    answers = student.sequence(*asked)

    for (loc, scale), answer in zip(settings, answers, strict=True):
        expect.length(answer, 2, "what posterior_mean_sd() returned")
        for got, want, name in zip(answer, log_normal_mean_sd(loc, scale), ("mean", "sd"), strict=True):
            what = f"the {name} of mu with mu_loc at {loc:.3f} and mu_scale at {scale:.3f}"
            expect.close(got, want, what, rtol=1e-3, code=name)


def test_fit_contract(student, variant):
    """What fit promises: a loss for each step, the guide that it was given, and a param store emptied first."""
    data, steps = growth_data(variant, 6.5, 7.5), variant.integer(4, 9)
    found = student.call(WATCHED, (probes.Name("fit"), data, steps), stochastic=True, limit=30)

    losses = expect.floats(found["losses"], f"what fit(data, guide, steps={steps}) returned", steps)
    expect.fitted("fit", found["store"], guide=("center", "width"))
    low, high = loss_bounds(data, found["places"], steps)
    way = "negated" if low[0] < -losses[0] < high[0] else "low" if losses[0] < low[0] else "high"
    expect.that(
        low[0] < losses[0] < high[0],
        "The first loss is not an estimate of the negative ELBO of the guide at its start values, on the data given.",
        look="Is it what `svi.step` returned, for the data that fit was given, after the param store was emptied?",
        code=f"first_loss:{way}",
    )
    inside = all(below < loss < above for below, loss, above in zip(low, losses, high, strict=True))
    expect.that(
        inside,
        "The first loss is right; a later one is not the negative ELBO of the guide where the guide was at that step.",
        look="Is each of them what `svi.step` returned, as it is?",
        code="later_loss",
    )


def test_fit_posterior(student, variant, tries):
    """Your own fit, from a wide start, on data that it never saw: its mean and sd against the exact posterior."""
    data = growth_data(variant, 4.8)  # away from the notebook's own data, whose posterior would be right by luck
    exact_mean, exact_sd = exact_posterior(data)
    train = probes.call("fit", (data, WIDE), stochastic=True)
    for attempt in tries:
        with attempt as seed:
            _, store = student.sequence(train, probes.params(), seed=seed, limit=30)
            mean, sd = guide_mean_sd(store)
            expect.posterior(mean, sd, exact_mean, exact_sd, "mu under the guide that your fit trained")
