"""Hidden graders of beyond_2, inference and guides: conditioning, exact answers, importance weights, a training."""

import math

import torch
from torch.distributions import Normal

from autograder import expect, probes


def prop(name, *arguments, stochastic=False):
    """A step that calls a function of the props with these arguments."""
    return probes.call(probes.Prop("beyond_2", name), arguments, stochastic=stochastic)


def parcels(variant):
    """Guesses and measurements, tensors of shape (): near each other and far apart, above and below zero."""
    for low, high in ((0.5, 1.5), (-2.5, -1.0), (4.0, 8.0)):
        guess = variant.uniform(3.0, 12.0)
        yield torch.tensor(guess), torch.tensor(guess + variant.uniform(low, high))
    yield torch.tensor(-variant.uniform(1.0, 3.0)), torch.tensor(variant.uniform(0.5, 2.0))


def exact_posterior(guess, measurement, spread=1.0, noise=0.75):
    """The mean and sd of the weight: precisions add up, and each value weighs as much as its own."""
    ours, theirs = spread**-2, noise**-2
    return (ours * float(guess) + theirs * float(measurement)) / (ours + theirs), (ours + theirs) ** -0.5


def test_scale_density(student, both, variant):
    """The sites of scale and their log densities, for several guesses; what it returns."""
    steps = []
    for guess, measurement in parcels(variant):
        values = {"weight": guess + variant.uniform(-2.0, 2.0), "measurement": measurement}
        steps.append(probes.density("scale", (guess,), values=values))
    steps.append(probes.slopes("scale", (guess,), values=values))
    free = student.trace("scale", (guess,))
    (*got, slopes), (*want, wanted) = both.sequence(*steps)

    expect.sites(free, latent=["weight", "measurement"], observed=[], params=[])
    for name in ("weight", "measurement"):
        expect.site(free, name, plates={}, batch_shape=(), event_shape=())
    measured = expect.site(free, "measurement").value
    expect.close(free.returned, measured, "what scale returned, beside its measurement", code="returned")
    for mine, theirs in zip(got, want, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)
    expect.slopes(slopes, wanted)


def test_ways_condition(student, both, variant):
    """held, observed and deferred: what is drawn in a run, what is observed and scored, and what comes back."""
    ways = {
        "held": (probes.Prop("beyond_2", "held_run"), (probes.Name("held"),)),
        "observed": ("observed", ()),
        "deferred": ("deferred", ()),
    }
    steps, questions = [], []
    for guess, measurement in parcels(variant):
        weight = guess + variant.uniform(-1.5, 1.5)
        for name, (program, before) in ways.items():
            arguments = (*before, guess, measurement)
            steps.append(probes.trace(program, arguments))
            steps.append(probes.density(program, arguments, values={"weight": weight}))
            questions += [(name, measurement)] * 2
    slopes = probes.slopes("observed", (guess, measurement), values={"weight": weight})
    quiet = prop("while_made", probes.Name("held"), measurement)
    (*got, moves, sites), (*want, wanted, _) = both.sequence(*steps, slopes, quiet)
    # tells a value that was set from one that was drawn
    student.sequence(prop("held_run", probes.Name("held"), guess, measurement))

    for mine, theirs, (name, measurement) in zip(got, want, questions, strict=True):
        expect.structure(mine, theirs)
        expect.close(mine.returned, measurement, f"what came back from a run of {name}", code=f"returned:{name}")
        if not theirs.latent:
            expect.density(mine, theirs)
    expect.slopes(moves, wanted)
    expect.equal(sites, [], "the sites that held runs while it makes its program", code="made")


def test_posterior_exact(student, variant):
    """posterior for guesses and measurements that the notebook never saw."""
    questions = list(parcels(variant))
    answers = student.sequence(*(probes.call("posterior", question) for question in questions))

    for answer, question in zip(answers, questions, strict=True):
        expect.length(answer, 2, "what posterior returned, a pair (mean, sd),", code="pair")
        for got, wanted, name in zip(answer, exact_posterior(*question), ("mean", "sd"), strict=True):
            expect.number(got, f"the {name} that posterior returned", code=name)
            expect.close(got, wanted, f"the {name} that posterior returned", code=name)


def test_evidence_exact(student, variant):
    """log_evidence for guesses and measurements that the notebook never saw."""
    questions = list(parcels(variant))
    answers = student.sequence(*(probes.call("log_evidence", question) for question in questions))

    for answer, (guess, measurement) in zip(answers, questions, strict=True):
        expect.number(answer, "what log_evidence returned", code="evidence")
        wanted = Normal(guess.double(), math.hypot(1.0, 0.75)).log_prob(measurement.double())
        expect.close(answer, wanted, "what log_evidence returned", code="evidence")


def test_perfect_density(student, both, variant):
    """perfect_guide: its site, and how dense it finds weights, for several guesses and measurements."""
    questions = list(parcels(variant))
    steps, points = [], []
    for guess, measurement in questions:
        mean, sd = exact_posterior(guess, measurement)
        points.append([mean + sd * variant.uniform(low, low + 1.0) for low in (-2.0, 0.5)])
        arguments = (guess, measurement)
        steps += [probes.density("perfect_guide", arguments, values={"weight": weight}) for weight in points[-1]]
    free = student.trace("perfect_guide", questions[0])
    got, want = both.sequence(*steps)

    expect.sites(free, latent=["weight"], observed=[], params=[])
    for mine, theirs in zip(got, want, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)


def test_weights_runs(student, variant):
    """log_weights for a model and a guide of the grader's, whose draws are chosen here, and for a perfect guide."""
    questions, wanted = [], []
    for n in (variant.integer(4, 6), 1):
        data, width = variant.normal(3.0, 1.0, 3), variant.uniform(0.6, 0.9)
        xs, ys = variant.normal(1.0, 1.0, n), variant.normal(1.0, 1.0, n)
        questions.append(prop("weighed", probes.Name("log_weights"), n, xs, ys, data, width))
        x, y, seen = xs.double(), ys.double(), data.double()
        joint = Normal(2.0, 3.0).log_prob(x) + Normal(x, 0.5).log_prob(y)
        joint = joint + Normal((x + y).unsqueeze(-1), width).log_prob(seen).sum(-1)
        wanted.append(joint - Normal(seen.mean(), 2.0).log_prob(x) - Normal(x, width).log_prob(y))
    loc, spread, noise = variant.uniform(-3.0, 3.0), variant.uniform(1.5, 2.5), variant.uniform(0.5, 1.2)
    seen = loc + variant.uniform(1.0, 3.0)
    ask = prop("perfectly_weighed", probes.Name("log_weights"), 5, loc, spread, noise, seen)
    *got, perfect = student.sequence(*questions, ask)

    for mine, theirs in zip(got, wanted, strict=True):
        what = f"what log_weights(model, guide, {len(theirs)}, …) returned"
        expect.shape(mine, theirs.shape, what, code="weights")
        # the grader does not say in which order the draws come
        expect.close(torch.as_tensor(mine).double().sort()[0], theirs.sort()[0], what, atol=1e-3, code="weights")
    evidence = Normal(loc, math.hypot(spread, noise)).log_prob(torch.tensor(seen, dtype=torch.float64))
    what = "what log_weights returned for five draws of a perfect guide"
    expect.close(perfect, evidence.expand(5), what, atol=1e-3, code="perfect")


def logs(variant):
    """Sets of log weights: near zero, tiny, huge, a single one, and several that are equal."""
    given = [variant.normal(around, 2.0, n) for around, n in ((0.0, 7), (-950.0, 4), (640.0, 5))]
    return [*given, variant.normal(-3.0, 1.0, 1), torch.full((variant.integer(3, 9),), variant.uniform(-5.0, -2.0))]


def test_weights_mean(student, variant):
    """log_mean for log weights near zero, for tiny and huge ones, and for a single one."""
    given = logs(variant)
    answers = student.sequence(*(probes.call("log_mean", (log_weights,)) for log_weights in given))

    for answer, log_weights in zip(answers, given, strict=True):
        what = f"what log_mean returned for {len(log_weights)} log weights about {float(log_weights.mean()):.1f}"
        expect.number(answer, what, code="log_mean")
        wanted = log_weights.double().logsumexp(0) - math.log(len(log_weights))
        expect.close(answer, wanted, what, rtol=1e-5, atol=1e-3, code="log_mean")


def test_guide_density(student, both, variant):
    """The guide with two knobs: its site and params, where they start, its density, and what became of the guess."""
    guess, measurement = torch.tensor(variant.uniform(3.0, 12.0)), torch.tensor(variant.uniform(3.0, 12.0))
    start = [probes.call("guide", (guess, measurement), fresh=True, stochastic=True), probes.params()]
    steps = [probes.trace("guide", (guess, measurement))]
    for _ in range(3):
        params = {"a": variant.uniform(-4.0, 4.0), "b": variant.uniform(0.3, 2.0)}
        values = {"weight": params["a"] + variant.uniform(0.5, 2.0)}
        steps.append(probes.density("guide", (guess, measurement), values=values, params=params))
    moves = probes.slopes("guide", (guess, measurement), values=values)
    kept = prop("start_kept", probes.Name("guide"), guess, measurement)
    (_, store, *got), (_, _, *want) = both.sequence(*start, *steps)
    found, given = student.sequence(moves, kept)

    for mine, theirs in zip(got, want, strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[1:], want[1:], strict=True):
        expect.density(mine, theirs)
    expect.close(store["a"].value, guess, "the start value of a, beside the guess", code="start_a")
    expect.close(store["b"].value, torch.tensor(0.25), "the start value of b", code="start_b")
    told = "b has no constraint: a gradient step may make it negative."
    expect.that(not torch.equal(store["b"].value, store["b"].unconstrained), told, code="constraint")
    for name in ("a", "b"):
        expect.follows(found, "weight", name)
    told = "When the parameter a moves, the guess that was handed to the guide moves with it."
    expect.that(near(given[0], guess), told, code="guess_moved", look="What does `pyro.param` make of its start value?")
    expect.that(near(given[1], measurement), "The measurement that was handed to the guide has changed.")


def near(got, want):
    """Whether a number that went in came out as it was."""
    return isinstance(got, torch.Tensor) and got.shape == want.shape and torch.allclose(got.double(), want.double())


def test_train_contract(student, variant):
    """What train promises: an emptied store, the guide that it was given, every parameter as a plain float."""
    guess = variant.uniform(13.0, 18.0)  # far from the notebook's own parcel
    given = torch.tensor(guess), torch.tensor(guess + variant.uniform(0.5, 1.5))
    step = prop("kept_promises", probes.Name("train"), *given, stochastic=True)
    [found] = student.sequence(step, limit=60.0)

    names = ("centre", "tilt", "width")
    expect.fitted("train", found["store"], guide=names)
    returned = expect.dictionary(found["returned"], "what train returned", names, code="returned")
    for name in names:
        expect.number(returned[name], f"the {name} that train returned", code="number")
        told = f"the {name} that train returned, beside the one in the param store,"
        expect.close(returned[name], found["store"][name], told, code="value")
    centre = returned["centre"] + returned["tilt"]
    told = "A training that starts at the guess, with a measurement near it, has ended far from both."
    expect.that(guess - 2.5 < centre < guess + 4.0, told, code="far")
    kept = all(near(after, before) for after, before in zip(found["given"], given, strict=True))
    expect.that(kept, "The guess or the measurement is another one after train.", code="given")


def training(variant):
    """The standard deviations of a model, a guess, and a measurement that is far from it, above or below."""
    spread, noise = variant.uniform(0.8, 1.4), variant.uniform(0.7, 1.2)
    guess = variant.uniform(13.0, 18.0)
    return spread, noise, guess, guess + (-1.0) ** variant.index * variant.uniform(2.0, 3.0)


def test_train_posterior(student, variant, tries):
    """train for a model and a guide of the grader's: the mean and the sd that it ends with, against the exact ones."""
    spread, noise, guess, seen = training(variant)
    arguments = (spread, noise, torch.tensor(guess), torch.tensor(seen))
    exact_mean, exact_sd = exact_posterior(guess, seen, spread, noise)
    step = prop("trained", probes.Name("train"), *arguments, stochastic=True)
    for attempt in tries:
        with attempt as seed:
            [found] = student.sequence(step, seed=seed, limit=60.0)
            names = ("middle", "breadth")
            expect.dictionary(found, "what train returned", names, code="returned")
            mean, sd = (expect.number(found[name], f"the {name} that train returned", code=name) for name in names)
            told = "After train, the guide is where it started."
            expect.that(abs(mean - guess) > 1e-5, told, code="still")
            told = "After train, the guide's mean does not lie between the guess and the measurement."
            expect.that((mean - guess) * (mean - seen) < 0.0, told, code="outside")
            expect.posterior(mean, sd, exact_mean, exact_sd, "the weight under the guide that train has trained")
