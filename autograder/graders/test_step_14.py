"""Hidden graders of step_14, a guide for free: its density, its training on another model, what is read off it."""

import math

import torch

from autograder import expect, probes

TRAINED = probes.Prop("step_14", "trained")
SUMMARISED = probes.Prop("step_14", "summarised")
TWO = probes.Prop("step_14", "two")
UPPER = 1.2815515655446004  # the 90 % quantile of a standard normal

# The latents of the graders' models: name, shape, whether positive.
BEAN = ("mu", (), True)
REAL = ("shift", (), False)
MIXED = (("hop", (2,), False), ("wait", (), True), ("rise", (3,), True), ("drop", (3,), False))


def log_normal(loc, scale):
    """Mean and sd of exp(u), u ~ Normal(loc, scale)."""
    mean = (loc + scale**2 / 2).exp()
    return mean, mean * torch.expm1(scale**2).sqrt()


def test_density(student, variant):
    """The log density of mu, at many points and for several locs and scales."""
    points = [
        (variant.uniform(0.1, 9.0, *shape), variant.uniform(-1.0, 1.5), variant.uniform(0.2, 1.3))
        for shape in ((6,), (2, 3), (6,))
    ]
    points.append((variant.uniform(0.1, 9.0, 4), variant.normal(0.5, 1.0, 4), variant.uniform(0.2, 1.3, 4)))
    points.append((torch.tensor(variant.uniform(2.0, 9.0)), 0.0, 1.0))
    got = [student.call("log_q", point) for point in points]
    for (mu, loc, scale), mine in zip(points, got, strict=True):
        loc, scale = torch.as_tensor(loc), torch.as_tensor(scale)
        want = -(((mu.log() - loc) / scale) ** 2) / 2 - scale.log() - math.log(2 * math.pi) / 2 - mu.log()
        call = f"log_q(tensor{list(mu.shape)}, …)"
        expect.shape(mine, mu.shape, f"what {call} returned", code="shape")
        expect.close(mine, want, f"what {call} returned", rtol=1e-3, atol=1e-3, code="density")


def two_columns(variant):
    """Data [N, 2] for the model `two`, and the exact mean and sd of each latent."""
    n = variant.integer(8, 14)
    noise = variant.normal(0.0, 1.0, n, 2)
    noise = noise - noise.mean(0)
    pace, tilt = variant.uniform(3.3, 5.9), variant.uniform(-4.5, 4.5)
    data = noise * torch.tensor([1.0, 1.5]) + torch.tensor([pace, tilt])
    precision = n / 1.5**2 + 1 / 4.0**2
    # the cut of pace's posterior at zero is at least eight sds away
    return data, {
        "pace": (pace - 1 / n, 1 / math.sqrt(n)),
        "tilt": (tilt * n / 1.5**2 / precision, 1 / math.sqrt(precision)),
    }


def loc_and_scale(found, name):
    """The parameters of one latent's normal, from the guide's quantiles."""
    middle, upper = (value.double() for value in found["quantiles"][name])
    if name == "pace":
        middle, upper = middle.log(), upper.log()
    return middle, (upper - middle) / UPPER


def fault(found) -> str:
    """In which way a training fell short: a word for diagnosis."""
    if all(abs(float(loc_and_scale(found, name)[0])) < 1e-4 for name in ("pace", "tilt")):
        return "untrained"
    if len(found["first"]) > 3 and float(found["first"].log().std()) > 0.5:
        return "wide_start"
    if found["runs"] < 150:
        return "short"
    # from its start at 0, the loc of pace has at least 1.1 to go
    return "long:on_the_way" if float(loc_and_scale(found, "pace")[0]) < 0.8 else "long"


def test_fit_quality(student, variant, tries):
    """Your fit_auto on the grader's model with two latents: their means and sds against the exact posterior."""
    data, exact = two_columns(variant)
    for attempt in tries:
        with attempt as seed:
            found = student.call(TRAINED, (probes.Name("fit_auto"), TWO, data), stochastic=True, seed=seed, limit=60)
            expect.fitted("fit_auto", found["store"], kind=found["kind"], called=found["called"])
            expect.dictionary(found["quantiles"], "the table of latents of that guide", exact, code="latents")
            for name, (exact_mean, exact_sd) in exact.items():
                mean, sd = loc, scale = loc_and_scale(found, name)
                if name == "pace":
                    mean, sd = log_normal(loc, scale)
                try:
                    expect.posterior(
                        float(mean), float(sd), exact_mean, exact_sd, f"the latent '{name}' under the guide"
                    )
                except expect.Mismatch as mismatch:
                    mismatch.code = fault(found)
                    raise


def settings(variant, latents):
    """Locs and scales for the latents, wide ones too."""
    locs = {name: torch.as_tensor(variant.normal(0.4, 0.7, *shape)) for name, shape, _ in latents}
    scales = {name: torch.as_tensor(variant.uniform(0.3, 1.1, *shape)) for name, shape, _ in latents}
    return locs, scales


def hold(answer, latents, locs, scales, model):
    """The summary of one guide has each latent's mean and sd, and left the guide alone."""
    names = [name for name, _, _ in latents]
    summary = expect.dictionary(answer["summary"], f"the summary of {model}", names, code=model)
    for name, shape, positive in latents:
        expect.length(summary[name], 2, f"the entry of '{name}'", code=f"pair_{name}")
        wanted = log_normal(locs[name], scales[name]) if positive else (locs[name], scales[name])
        for value, want, kind in zip(summary[name], wanted, ("mean", "sd"), strict=True):
            what = f"the {kind} of '{name}', a {'positive' if positive else 'real'} latent of shape {list(shape)},"
            expect.close(value, want, what, rtol=2e-3, atol=1e-3, code=f"{kind}_{name}")
    expect.that(answer["same"], "After constrained_summary the guide's parameters are no longer the same.", code="same")


def test_summary(student, variant, credit):
    """Mean and sd of each latent: for the bean's guide with other parameters, then for guides of other models."""
    name = probes.Name("constrained_summary")
    asked = []
    for _ in range(2):
        locs, scales = settings(variant, [BEAN])
        answer = student.call(SUMMARISED, (name, probes.Prop("step_14", "bean"), locs, scales))
        asked.append((answer, [BEAN], locs, scales, "the bean's guide"))
    for one in asked:
        hold(*one)
    credit(0.5)
    asked = []
    for model, latents in (("real", [REAL]), ("mixed", MIXED)):
        locs, scales = settings(variant, latents)
        answer = student.call(SUMMARISED, (name, probes.Prop("step_14", model), locs, scales))
        asked.append((answer, latents, locs, scales, "another guide"))
    for one in asked:
        hold(*one)
