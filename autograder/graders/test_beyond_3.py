"""Hidden graders of beyond_3, a coin: model and guide, the ELBO in closed form, training, and what is read off it."""

import math

import torch

from autograder import expect, probes

COIN = probes.Prop("beyond_3", "coin")
GUIDE = probes.Prop("beyond_3", "coin_guide")
ARRIVED = probes.Prop("beyond_3", "arrived_guide")
WATCHED = probes.Prop("beyond_3", "watched")
FOLLOWED = probes.Prop("beyond_3", "followed")
GRADIENTS = probes.Prop("beyond_3", "gradients")
LEFTOVERS = probes.Prop("beyond_3", "leftovers")
# The graders' programs for `point`, with the two numbers of their Beta prior.
PROGRAMS = (("coin", 6.0, 4.0), ("believer", 2.0, 11.0), ("undecided", 1.0, 1.0))


def spins(heads: int, tails: int) -> torch.Tensor:
    """Spins [heads + tails] in a fixed order that is not sorted."""
    n = heads + tails
    order = torch.arange(n) * 7 % n if math.gcd(7, n) == 1 else torch.arange(n).flip(0)
    return (order < heads).float()


def lopsided(variant) -> tuple[int, int]:
    """Heads and tails of 12 to 20 spins whose posterior is far from the prior's mean and from the guide's start."""
    n = variant.integer(12, 20)
    few = variant.integer(1, 3)
    return (few, n - few) if variant.index % 2 else (n - few + 1, few - 1)


def log_beta(a: float, b: float) -> float:
    """The log of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def log_evidence(heads: int, tails: int) -> float:
    """The log probability of spins in this order under the prior Beta(6, 4)."""
    return log_beta(6.0 + heads, 4.0 + tails) - log_beta(6.0, 4.0)


def exact_elbo(a: torch.Tensor, b: torch.Tensor, heads: int, tails: int) -> torch.Tensor:
    """The ELBO under Beta(a, b), as the log evidence less the divergence from the posterior, in float64."""
    a, b = torch.broadcast_tensors(a.double(), b.double())
    guide = torch.distributions.Beta(a, b)
    posterior = torch.distributions.Beta(torch.full_like(a, 6.0 + heads), torch.full_like(b, 4.0 + tails))
    return log_evidence(heads, tails) - torch.distributions.kl_divergence(guide, posterior)


def loss_bounds(runs: list, steps: int, tails: int) -> tuple[list[float], list[float]]:
    """Between what each loss of `followed` has to lie, from where its guide was when it ran, the end included.

    The guide is so narrow that a draw of f hardly moves the joint density; its own log density moves with half the
    square of a standard normal number, which is below 14 but for 1 draw in ten millions.
    """
    places = [place for place, before in zip(runs, [None, *runs], strict=False) if place != before]
    logs = torch.tensor(places if len(places) > 1 else [*places, *places], dtype=torch.float64).log()
    if len(places) <= steps:  # compiled: the guide's own lines ran once, and each place lies between start and end
        between = -exact_elbo(
            *torch.lerp(logs[0], logs[-1], torch.linspace(0, 1, 21).double()[:, None]).exp().T, 0, tails
        )
        exact = [(float(between[0]),) * 2, *[(float(between.min()), float(between.max()))] * (steps - 1)]
    else:
        exact = [(float(loss),) * 2 for loss in -exact_elbo(*logs[:steps].exp().T, 0, tails)]
    return [low - 16.0 for low, _ in exact], [high + 16.0 for _, high in exact]


def mean_sd(a: float, b: float) -> tuple[float, float]:
    """Mean and sd of a Beta."""
    return a / (a + b), math.sqrt(a * b / (a + b + 1.0)) / (a + b)


def above_half(a: float, b: float) -> float:
    """P(f > 1/2) under Beta(a, b), both above 1, by the midpoint rule."""
    f = 0.5 + (torch.arange(20_000, dtype=torch.float64) + 0.5) / 40_000
    return float(((a - 1.0) * f.log() + (b - 1.0) * (-f).log1p() - log_beta(a, b)).exp().sum()) / 40_000


def test_model_density(both, variant):
    """The coin as a program: its sites and plate, and how likely it finds f and the spins."""
    sizes = [(variant.integer(2, 4), variant.integer(5, 8)), (1, 0), (variant.integer(6, 9), 2)]
    steps = []
    for heads, tails in sizes:
        data = spins(heads, tails)
        steps += [probes.trace("model", (data,))]
        steps += [probes.density("model", (data,), values={"f": variant.uniform(0.05, 0.95)}) for _ in range(2)]
    moving = probes.slopes("model", (data,), values={"f": variant.uniform(0.2, 0.8)})
    got, want = both.sequence(*steps, moving)
    for mine, theirs in zip(got[:-1], want[:-1], strict=True):
        expect.structure(mine, theirs)
    for at in (1, 2, 4, 5, 7, 8):
        expect.density(got[at], want[at])
    expect.slopes(got[-1], want[-1], rtol=1e-3)


def test_guide_density(both, variant):
    """The guide as a program: its site and params, start values, constraints, and how likely it finds f."""
    data = spins(variant.integer(2, 4), variant.integer(5, 8))
    start = [probes.call("guide", (data,), fresh=True, stochastic=True), probes.params()]
    steps = [probes.trace("guide", (data,))]
    for low, high in ((1.2, 6.0), (6.0, 30.0), (0.4, 1.2)):
        params = {"alpha_q": variant.uniform(low, high), "beta_q": variant.uniform(low, high)}
        steps += [probes.density("guide", (data,), values={"f": variant.uniform(0.05, 0.95)}, params=params)]
    moving = probes.slopes("guide", (data,), values={"f": variant.uniform(0.2, 0.4)})
    got, want = both.sequence(*start, *steps, moving)
    for mine, theirs in zip(got[2:-1], want[2:-1], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[3:-1], want[3:-1], strict=True):
        expect.density(mine, theirs)
    store = got[1]
    for name in ("alpha_q", "beta_q"):
        expect.close(store[name].value, torch.tensor(2.0), f"the start value of {name}")
        expect.that(
            not torch.equal(store[name].value, store[name].unconstrained),
            f"{name} has no constraint: a gradient step may make it negative.",
            look="`pyro.param` takes `constraint=`, as in your guide of step 13.",
            code=f"constraint_{name}",
        )
        expect.follows(got[-1], "f", name)


def test_elbo_exact(student, variant):
    """The ELBO in closed form: at many guides, on other data and on none, and how it moves with both params."""
    heads, tails = variant.integer(2, 4), variant.integer(6, 9)
    questions = [
        ((3,), (), heads, tails),
        ((2, 1), (3,), tails, heads),
        ((), (), 0, 1),
        ((4,), (4,), 0, 0),
    ]
    asked = []
    for a_shape, b_shape, h, t in questions:
        a = torch.as_tensor(variant.uniform(0.7, 25.0, *a_shape))
        b = torch.as_tensor(variant.uniform(0.7, 25.0, *b_shape))
        data = spins(h, t) if h + t else torch.zeros(0)
        asked.append((a, b, data, exact_elbo(a, b, h, t)))
    top = torch.tensor(6.0 + heads), torch.tensor(4.0 + tails), spins(heads, tails)
    asked.append((*top, torch.tensor(log_evidence(heads, tails))))
    answers = student.sequence(*[probes.call("elbo", (a, b, data)) for a, b, data, _ in asked])
    # where the entropy's own slopes are large
    place = torch.tensor(variant.uniform(1.2, 1.8)), torch.tensor(variant.uniform(7.0, 11.0))
    moved = student.call(GRADIENTS, (probes.Name("elbo"), *place, spins(heads, tails)))

    for (a, b, data, want), mine in zip(asked, answers, strict=True):
        what = f"the ELBO for alpha_q {list(a.shape)}, beta_q {list(b.shape)} and {len(data)} spins"
        expect.shape(mine, want.shape, what, code="shape")
        expect.close(mine, want, what, rtol=5e-4, atol=2e-3, code="elbo")
    expect.that(moved is not None, "No gradient flows back from your ELBO to alpha_q and beta_q.", code="cut")
    expect.length(moved, 2, "the gradient of your ELBO", code="gradient")
    a, b = (one.double().requires_grad_() for one in place)
    wanted = torch.autograd.grad(exact_elbo(a, b, heads, tails), [a, b])
    for mine, want, name in zip(moved, wanted, ("alpha_q", "beta_q"), strict=True):
        expect.close(mine, want, f"the slope of your ELBO as {name} moves", rtol=5e-3, atol=2e-3, code="slope")


def test_train_contract(student, variant):
    """What train promises: a loss for each step, the guide and model it was given, and an emptied param store."""
    few, n = variant.integer(1, 3), variant.integer(12, 20)
    steps = variant.integer(4, 9)
    asked = (probes.Name("train"), COIN, ARRIVED, spins(few, n - few), steps)
    found = student.call(WATCHED, asked, stochastic=True, limit=30)

    losses = expect.floats(found["losses"], f"what train(model, guide, data, steps={steps}) returned", steps)
    expect.fitted("train", found["store"], guide=("up", "down"))
    # Where the guide stands at first, every draw gives the same loss. One with the divergence in closed form trembles
    # there by some 0.07 with a hundred particles.
    exact = -log_evidence(few, n - few)
    way = "negated" if abs(losses[0] + exact) < 0.5 else "other"
    expect.that(
        abs(losses[0] - exact) < 0.5,
        "The guide that train was given starts at the posterior, and the first loss is not minus the log evidence.",
        look="Is it what `svi.step` returned, as it is, for the model, the guide and the data that train was given?",
        code=f"first_loss:{way}",
    )
    tails, steps = variant.integer(60, 90), variant.integer(5, 9)
    found = student.call(FOLLOWED, (probes.Name("train"), COIN, spins(0, tails), steps), stochastic=True, limit=30)
    losses = expect.floats(found["losses"], f"what train(model, guide, data, steps={steps}) returned", steps)
    low, high = loss_bounds(found["places"], steps, tails)
    expect.that(
        all(below < loss < above for below, loss, above in zip(low, losses, high, strict=True)),
        "Some loss is not the negative ELBO of the guide where the guide was at that step.",
        look="Is each of them what `svi.step` returned, as it is?",
        code="later_loss",
    )


def test_train_posterior(student, variant, tries):
    """Your training on spins that it never saw: mean and sd against the exact posterior, and where the losses rest."""
    heads, tails = lopsided(variant)
    exact_mean, exact_sd = mean_sd(6.0 + heads, 4.0 + tails)
    train = probes.call("train", (COIN, GUIDE, spins(heads, tails)), stochastic=True)
    for attempt in tries:
        with attempt as seed:
            losses, store = student.sequence(train, probes.params(), seed=seed, limit=60)
            for name in ("up", "down"):
                expect.that(name in store, f"There is no parameter {name} of the guide in the store.", code="guide")
            up, down = (float(store[name].value) for name in ("up", "down"))
            expect.that(up > 0 and down > 0, "The params of the guide are no longer positive.", code="positive")
            what = "f under the guide that your train trained"
            expect.posterior(*mean_sd(up, down), exact_mean, exact_sd, what)
            last = expect.floats(losses, "what train returned")[-10:]
            expect.that(
                abs(sum(last) / len(last) + log_evidence(heads, tails)) < 0.1,
                "The guide has arrived, but the last ten losses do not lie at minus the log evidence.",
                look="Is each of them what `svi.step` returned in that step, as it is?",
                code="last_losses",
            )


def test_summary_exact(student, variant):
    """Mean, sd and the probability of more than one half, with params that the grader sets."""
    settings = [(variant.uniform(1.2, 4.0), variant.uniform(5.0, 9.0)), (variant.uniform(20.0, 60.0), 30.0)]
    settings += [(variant.uniform(6.0, 12.0), variant.uniform(1.2, 4.0))]
    asked = [probes.call("summary", params={"alpha_q": a, "beta_q": b}) for a, b in settings]
    answers = student.sequence(*asked)
    for (a, b), answer in zip(settings, answers, strict=True):
        expect.length(answer, 3, "what summary() returned")
        wanted = (*mean_sd(a, b), above_half(a, b))
        for got, want, name in zip(answer, wanted, ("mean", "sd", "probability"), strict=True):
            what = f"the {name} with alpha_q at {a:.3f} and beta_q at {b:.3f}"
            got = expect.number(got, what, code=name)
            within = {"rtol": 0.0, "atol": 2e-3} if name == "probability" else {"rtol": 1e-3, "atol": 1e-5}
            expect.close(got, want, what, code=name, **within)


def test_three_numbers(student, variant):
    """MLE, MAP and posterior mean on other spins, on a single one, and the error for none."""
    heads, tails = lopsided(variant)
    questions = [(heads, tails), (variant.integer(2, 4), variant.integer(5, 9)), (0, 1)]
    answers = [student.call("on_paper", (spins(h, t),)) for h, t in questions]
    error = student.error("on_paper", (torch.zeros(0),))
    for (h, t), answer in zip(questions, answers, strict=True):
        wanted = {"mle": h / (h + t), "map": (5.0 + h) / (8.0 + h + t), "mean": (6.0 + h) / (10.0 + h + t)}
        expect.dictionary(answer, f"what on_paper returned for {h} heads and {t} tails", wanted)
        for key, want in wanted.items():
            what = f"the {key} for {h} heads and {t} tails"
            expect.close(expect.number(answer[key], what, code=key), want, what, code=key)
    expect.raised(error, "ValueError", "on_paper of no spins", mentions=["no data"])


def test_point_found(student, variant):
    """The point of the highest joint density, for programs with other priors, in a store that was not empty."""
    heads, tails = variant.integer(1, 3), variant.integer(9, 15)
    data, name = spins(heads, tails), probes.Name("point")
    asked = [(name, probes.Prop("beyond_3", program), data) for program, _, _ in PROGRAMS]
    answers = [student.call(LEFTOVERS, args, stochastic=True, limit=30) for args in asked]
    for (program, a, b), answer in zip(PROGRAMS, answers, strict=True):
        expect.fitted("point", answer["store"])
        want = (a + heads - 1.0) / (a + b + heads + tails - 2.0)
        what = f"what point gave for the grader's program `{program}`"
        got = expect.number(answer["found"], what, code="point")
        mean = (a + heads) / (a + b + heads + tails)
        way = "mean" if abs(got - mean) < 5e-3 else "outside" if not 0.0 < got < 1.0 else "inside"
        expect.close(got, want, what, rtol=0.0, atol=2e-3, code=f"point:{way}")
