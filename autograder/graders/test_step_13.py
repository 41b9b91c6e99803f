"""Hidden graders of step_13, a guide by hand: its density, its training, what is read off it, and the student's fit."""

import math

import torch

from autograder import expect, probes

MODEL = probes.Prop("step_13", "model")
WIDE = probes.Prop("step_13", "wide_guide")
OTHER = probes.Prop("step_13", "other_guide")
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


def first_loss(data: torch.Tensor, loc: float, scale: float) -> float:
    """The negative ELBO of model under LogNormal(loc, scale), in closed form."""
    mean, sd = log_normal_mean_sd(loc, scale)
    squares = float(((data.double() - mean) ** 2).sum()) + len(data) * sd**2
    log_joint = -mean - squares / 2 - len(data) * math.log(2 * math.pi) / 2
    return -loc - math.log(scale) - math.log(2 * math.pi * math.e) / 2 - log_joint


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
    data, steps = growth_data(variant, 6.5, 7.5), variant.integer(3, 9)
    left_over = [probes.call(OTHER, (data,), fresh=True), probes.set_params({"center": 2.5, "forgotten": 7.0})]
    train = probes.call("fit", (data, OTHER), {"steps": steps}, stochastic=True)
    _, _, losses, store = student.sequence(*left_over, train, probes.params(), limit=30)

    expect.floats(losses, f"what fit(data, guide, steps={steps}) returned", steps)
    expect.fitted("fit", store, guide=("center", "width"))
    exact = first_loss(data, 1.2, 0.02)
    expect.that(
        abs(losses[0] - exact) < 0.25 * abs(exact),
        "The first loss is not an estimate of the negative ELBO of the guide at its start values, on the data given.",
        look="Is it what `svi.step` returned, for the data that fit was given, after the param store was emptied?",
        code="first_loss",
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
