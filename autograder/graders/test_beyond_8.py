"""Hidden graders of beyond_8, Rethinking: three answers, two intervals, beliefs about lines, groups, and WAIC."""

import math

import torch

from autograder import expect, probes

NOISE, WIDTH_NOISE = 6.0, 0.4
FLOWER = torch.tensor([3.0, 0.0], dtype=torch.float64), torch.eye(2, dtype=torch.float64)


def prop(name, *arguments, stochastic=False):
    """A step that calls a function of the props with these arguments."""
    return probes.call(probes.Prop("beyond_8", name), arguments, stochastic=stochastic)


def real(numbers):
    """As float64, rounded to what a float32 holds."""
    return torch.as_tensor(numbers).double()


# --- the globe ---------------------------------------------------------------------------------------------------


def tosses(variant):
    """Waters, tosses and a grid's size: a few tosses, none and all of them water, no toss at all, and thousands."""
    n = variant.integer(7, 12)
    yield variant.integer(1, n // 2 - 1), n, variant.integer(5, 9)
    yield 0, variant.integer(2, 5), variant.integer(4, 7)
    some = variant.integer(2, 5)
    yield some, some, variant.integer(4, 7)
    yield 0, 0, variant.integer(4, 7)
    yield variant.integer(2600, 3400), 5000, variant.integer(190, 210)
    yield 1, variant.integer(3, 5), 3


def exact_grid(k, n, size):
    """The posterior at size places from 0 to 1."""
    p = torch.linspace(0.0, 1.0, size, dtype=torch.float64)
    hits, misses = real(float(k)), real(float(n - k))
    return torch.softmax(torch.xlogy(hits, p) + torch.xlogy(misses, 1.0 - p), 0)


def test_grid_exact(student, variant):
    """grid for few tosses and for thousands, for none of them water and for all, and for no toss at all."""
    questions = list(tosses(variant))
    answers = student.sequence(*(probes.call("grid", question) for question in questions))

    for answer, question in zip(answers, questions, strict=True):
        k, n, size = question
        kind = "none" if n == 0 else "edge" if k in (0, n) else "many" if n > 100 else "few"
        what = f"what grid({k}, {n}, {size}) returned"
        expect.shape(answer, (size,), what, code=f"grid:{kind}")
        total = float(torch.as_tensor(answer).double().sum())
        expect.that(abs(total - 1.0) < 1e-3, f"{what} does not add up to 1.", code=f"total:{kind}")
        # float32 has three digits left of thousands of tosses
        expect.close(answer, exact_grid(*question), what, rtol=5e-3, atol=1e-6, code=f"grid:{kind}")


def few_tosses(variant):
    """Waters and tosses, neither none nor all, and not half of them."""
    for low, high in ((5, 9), (12, 30), (200, 400)):
        n = variant.integer(low, high)
        yield variant.integer(1, (n - 1) // 2), n
    yield n - variant.integer(1, 9), n


def test_quadratic_exact(student, variant):
    """quadratic for several tosses, and where the top is at an edge."""
    questions = list(few_tosses(variant))
    steps = [probes.call("quadratic", question) for question in questions]
    n = variant.integer(3, 9)
    answers = student.sequence(*steps)
    errors = [student.error("quadratic", edge) for edge in ((0, n), (n, n))]

    for answer, (k, n) in zip(answers, questions, strict=True):
        what = f"what quadratic({k}, {n}) returned"
        expect.length(answer, 2, f"{what}, a pair (mean, sd),", code="pair")
        top = k / n
        for number, wanted, name in zip(answer, (top, math.sqrt(top * (1 - top) / n)), ("mean", "sd"), strict=True):
            expect.number(number, f"the {name} in {what}", code=name)
            expect.close(number, wanted, f"the {name} in {what}", code=name)
    for error, at in zip(errors, ("none", "all"), strict=True):
        told = f"quadratic where {at} of the tosses are water"
        expect.raised(error, "ValueError", told, mentions=["edge"], code=f"edge:{at}")


# --- Laplace -----------------------------------------------------------------------------------------------------


def laplace_questions(variant):
    """Models of the grader's with their arguments, and for each the exact top and covariance on the free scale."""
    n, k = variant.integer(11, 15), variant.integer(2, 3)
    more, less = variant.uniform(1.5, 3.0), variant.uniform(1.5, 3.0)
    alpha, beta = k + more, n - k + less
    args = (torch.tensor(float(k)), torch.tensor(float(n)), more, less)
    yield "share", args, [math.log(alpha / beta)], [[(alpha + beta) / (alpha * beta)]]

    counts = torch.tensor([float(variant.integer(1, 6)) for _ in range(variant.integer(3, 5))])
    shape, rate = variant.uniform(1.5, 3.0), variant.uniform(0.5, 1.5)
    total = shape + float(counts.sum())
    yield "arrivals", (counts, shape, rate), [math.log(total / (rate + len(counts)))], [[1.0 / total]]

    x = variant.uniform(0.5, 2.5, variant.integer(4, 6))
    y = 1.5 + 0.7 * x + variant.normal(0.0, 0.5, len(x))
    prior = real([1.0, 0.5]), torch.diag(real([4.0, 1.0]))
    mean, covariance = exact_belief(prior, real(x), real(y), 0.8)
    total = 2.0 + float(counts.sum())
    whole = torch.zeros(3, 3, dtype=torch.float64)
    whole[:2, :2] = covariance.flip(0, 1)
    whole[2, 2] = 1.0 / total
    loc = [float(mean[1]), float(mean[0]), math.log(total / (0.5 + len(counts)))]
    yield "slanted", (x, y, counts), loc, whole


def test_laplace_fit(student, variant):
    """laplace for models of the grader's: a share, a rate, three sites of which two lean; one after the other."""
    name = probes.Name("laplace")
    questions = list(laplace_questions(variant))
    steps, wanted = [], []
    for model, args, loc, covariance in questions:
        steps.append(prop("fitted", name, probes.Prop("beyond_8", model), *args, stochastic=True))
        wanted.append((model, loc, covariance))
    # in one process: each fit but the first finds in the store what the one before has left
    answers = student.sequence(*steps, limit=90.0)

    for found, (model, loc, covariance) in zip(answers, wanted, strict=True):
        what = "what laplace returned"
        answer = found["answer"]
        expect.length(answer, 2, f"{what}, a pair (loc, covariance),", code="pair")
        right, spread = real(loc), real(covariance)
        expect.shape(answer[0], right.shape, f"the loc in {what}", code="loc")
        expect.shape(answer[1], spread.shape, f"the covariance in {what}", code="covariance")
        sds = spread.diagonal().sqrt()
        got, square = (torch.as_tensor(part).double() for part in answer)
        expect.close(got / sds, right / sds, f"the loc in {what}, in sds,", rtol=0.0, atol=0.05, code=f"loc:{model}")
        share = torch.outer(sds, sds)
        told = f"the covariance in {what}, as a share of the sds,"
        expect.close(square / share, spread / share, told, rtol=0.0, atol=0.03, code=f"covariance:{model}")
        expect.that(not found["gradient"], "What laplace returned still hangs on a gradient.", code="gradient")


def curves(variant):
    """Locs and scales on the logit's scale, narrow and wide."""
    for low, high in ((0.3, 0.6), (0.9, 1.4), (1.8, 2.5)):
        yield variant.uniform(0.5, 1.5), variant.uniform(low, high)
        yield -variant.uniform(1.0, 2.0), variant.uniform(low, high)
    yield variant.uniform(3.0, 4.0), variant.uniform(0.2, 0.4)


def exact_mapped(loc, scale):
    """The mean and the sd of the logistic curve of a normal number, by a fine sum."""
    steps = torch.linspace(-9.0, 9.0, 9001, dtype=torch.float64)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = float((weights * p).sum())
    return mean, float((weights * (p - mean) ** 2).sum().sqrt())


def test_mapped_exact(student, variant):
    """mapped_back for narrow and wide normals, to both sides."""
    questions = list(curves(variant))
    steps = [probes.call("mapped_back", question, stochastic=True) for question in questions]
    answers = student.sequence(*steps, limit=60.0)

    for answer, question in zip(answers, questions, strict=True):
        expect.length(answer, 2, "what mapped_back returned, a pair (mean, sd),", code="pair")
        for number, wanted, name in zip(answer, exact_mapped(*question), ("mean", "sd"), strict=True):
            what = f"the {name} that mapped_back returned"
            expect.number(number, what, code=name)
            expect.close(number, wanted, what, rtol=0.0, atol=1e-3, code=name)


# --- intervals ---------------------------------------------------------------------------------------------------


def leaning(variant):
    """Draws of posteriors that lean, in any order, each with a mass: to the right, to the left, below zero; and one."""
    n = 2 * variant.integer(10, 15) + 1
    yield -variant.uniform(0.01, 0.99, n).log(), variant.uniform(0.55, 0.85)
    # not much more than a whole number of draws: less than that is not enough
    yield variant.uniform(0.01, 0.99, n + 6) ** 0.25, (variant.integer(n // 2, n // 2 + 3) + 0.3) / (n + 6)
    yield -variant.normal(0.0, 1.0, n + 3).exp(), variant.uniform(0.85, 0.95)
    # a whole number of draws: three quarters of 20
    yield variant.normal(0.0, 0.8, 20).exp(), 0.75
    yield torch.tensor([variant.uniform(2.0, 9.0)]), variant.uniform(0.2, 0.9)


def exact_percentile(samples, mass):
    """The interval between two quantiles."""
    tail = (1.0 - mass) / 2.0
    return torch.quantile(samples.double(), real([tail, 1.0 - tail])).tolist()


def exact_densest(samples, mass):
    """The narrowest interval with ceil(mass S) draws; of equal ones the lowest."""
    ordered = sorted(samples.tolist())
    held = math.ceil(mass * len(ordered))
    at = min(range(len(ordered) - held + 1), key=lambda k: (ordered[k + held - 1] - ordered[k], k))
    return [ordered[at], ordered[at + held - 1]]


def interval(student, variant, name, questions, exact):
    """One of the two intervals: its ends, the samples afterwards, and what is refused."""
    found = student.sequence(*(prop("kept", probes.Name(name), *question) for question in questions))
    samples = questions[0][0]
    errors = [student.error(name, (samples, mass)) for mass in (0.0, 1.0, -0.5, variant.uniform(50.0, 95.0))]

    for one, question in zip(found, questions, strict=True):
        what = f"what {name} returned for {len(question[0])} draws"
        expect.length(one["answer"], 2, f"{what}, a pair (low, high),", code="pair")
        for end, wanted, side in zip(one["answer"], exact(*question), ("low", "high"), strict=True):
            expect.number(end, f"the {side} end in {what}", code=side)
            expect.close(
                end, wanted, f"the {side} end in {what}", code=f"{side}:{'one' if len(question[0]) == 1 else ''}"
            )
        expect.that(one["kept"], f"{name} has changed the samples that it was given.", code="kept")
    for error, kind in zip(errors, ("zero", "one", "negative", "percent"), strict=True):
        told = f"{name} with a mass that is not between 0 and 1"
        expect.raised(error, "ValueError", told, mentions=["mass"], code=f"mass:{kind}")


def test_percentile_exact(student, variant):
    """percentile_interval for draws of three posteriors that lean, in any order, for one draw, and for wrong masses."""
    interval(student, variant, "percentile_interval", list(leaning(variant)), exact_percentile)


def even(variant):
    """Draws with equal gaps, so that many intervals are equally narrow, not in order."""
    n = variant.integer(7, 11)
    order = torch.argsort(variant.uniform(0.0, 1.0, n)).float()
    return order + variant.integer(2, 5), 0.5


def test_densest_exact(student, variant):
    """densest_interval for draws of posteriors that lean, with equal gaps, a single one, and for wrong masses."""
    interval(student, variant, "densest_interval", [*leaning(variant), even(variant)], exact_densest)


# --- beliefs about lines -----------------------------------------------------------------------------------------


def exact_belief(belief, x, y, noise):
    """The normal belief about (a, b) after y = a + b x + noise."""
    mean, covariance = belief
    precision = torch.linalg.inv(covariance)
    design = torch.stack([torch.ones_like(x), x], -1)
    after = torch.linalg.inv(precision + design.T @ design / noise**2)
    return after @ (precision @ mean + design.T @ y / noise**2), after


def belief(variant):
    """A belief whose a and b lean on each other. Float64."""
    sds = variant.uniform(0.6, 2.5), variant.uniform(0.3, 0.8)
    lean = variant.uniform(0.3, 0.8) * (1 if variant.index % 2 else -1) * sds[0] * sds[1]
    return real([variant.normal(1.0, 2.0), variant.normal(0.0, 1.0)]), real([[sds[0] ** 2, lean], [lean, sds[1] ** 2]])


def is_belief(found, name, wanted, kind):
    """What a function gave is the wanted belief, and what it was given is as it was."""
    answer = found["answer"]
    expect.length(answer, 2, f"what {name} returned, a pair (mean, covariance),", code="pair")
    for part, right, word in zip(answer, wanted, ("mean", "covariance"), strict=True):
        expect.close(part, right, f"the {word} that {name} returned", code=f"{word}:{kind}")
    expect.that(found["kept"], f"{name} has changed what it was given.", code="kept")


def lessons(variant):
    """Beliefs, measurements and noises: several, one, and none."""
    for n, kind in ((variant.integer(4, 7), "several"), (1, "one"), (0, "none")):
        x = variant.uniform(0.5, 4.0, n)
        y = 2.0 - 0.5 * x + variant.normal(0.0, 1.0, n)
        yield kind, belief(variant), real(x), real(y), variant.uniform(1.3, 2.5)


def test_learn_exact(student, variant):
    """learn for beliefs in which a and b lean on each other, from several measurements, one, and none."""
    questions = list(lessons(variant))
    name = probes.Name("learn")
    found = student.sequence(*(prop("of_belief", name, *one, x, y, noise) for _, one, x, y, noise in questions))

    for answer, (kind, one, x, y, noise) in zip(found, questions, strict=True):
        is_belief(answer, "learn", exact_belief(one, x, y, noise), kind)


def exact_recentred(one, shift):
    """The belief about a + shift b and b."""
    mean, covariance = one
    move = real([[1.0, shift], [0.0, 1.0]])
    return move @ mean, move @ covariance @ move.T


def moves(variant):
    """Beliefs, and shifts to the right and to the left, of a size that is not 1."""
    for low, high in ((1.5, 4.0), (-4.0, -1.5), (30.0, 90.0)):
        yield belief(variant), variant.uniform(low, high)


def test_recentre_exact(student, variant):
    """recentre for beliefs in which a and b lean on each other, to the right and to the left."""
    questions = list(moves(variant))
    found = student.sequence(*(prop("of_belief", probes.Name("recentre"), *one, shift) for one, shift in questions))

    for answer, (one, shift) in zip(found, questions, strict=True):
        is_belief(answer, "recentre", exact_recentred(one, shift), "left" if shift < 0 else "right")


def exact_prediction(one, x, noise):
    """The mean, the sd of the line and the sd of a new measurement at each x."""
    mean, covariance = one
    variance = covariance[0, 0] + 2.0 * x * covariance[0, 1] + x**2 * covariance[1, 1]
    return mean[0] + mean[1] * x, variance.sqrt(), (variance + noise**2).sqrt()


def places(variant):
    """Beliefs, places to both sides of zero, and noises; a single place, too."""
    for m in (variant.integer(3, 5), 1):
        x = variant.uniform(0.8, 3.0, m) * torch.tensor([(-1.0) ** k for k in range(m)])
        yield belief(variant), real(x), variant.uniform(1.3, 2.5)


def test_predict_exact(student, variant):
    """predict at places to both sides of zero: the mean, the sd of the line, and the sd of a new measurement."""
    questions = list(places(variant))
    found = student.sequence(*(prop("of_belief", probes.Name("predict"), *one, x, s) for one, x, s in questions))

    for answer, question in zip(found, questions, strict=True):
        expect.length(answer["answer"], 3, "what predict returned, three tensors,", code="three")
        names = "the mean", "the sd of the line", "the sd of a new measurement"
        for part, right, name in zip(answer["answer"], exact_prediction(*question), names, strict=True):
            expect.close(part, right, f"{name} that predict returned", code=name)
        expect.that(answer["kept"], "predict has changed what it was given.", code="kept")


# --- groups ------------------------------------------------------------------------------------------------------


def flowers(variant, n_groups, n, empty=()):
    """Places, groups in no order of which these are empty, and measurements. The places are not about zero."""
    members = [g for g in range(n_groups) if g not in empty]
    order = torch.argsort(variant.uniform(0.0, 1.0, n))
    group = torch.tensor([members[k % len(members)] for k in range(n)])[order]
    x = variant.uniform(0.5, 2.5, n)
    y = 2.0 + 0.6 * group + (0.8 - 0.5 * group) * x + variant.normal(0.0, 0.3, n)
    return real(x), group, real(y)


def test_group_density(both, variant):
    """by_group for groups in no order, with an empty one and with one group only: sites, plates and densities."""
    steps = []
    for n_groups, n, empty in ((3, variant.integer(6, 9), ()), (5, variant.integer(7, 9), (2,)), (1, 4, ())):
        x, group, y = flowers(variant, n_groups, n, empty)
        values = {"a": variant.normal(3.0, 1.0, n_groups), "b": variant.normal(0.0, 1.0, n_groups)}
        args = (x, group, n_groups)
        steps += [probes.trace("by_group", args), probes.trace("by_group", (*args, y))]
        steps.append(probes.density("by_group", (*args, y), values=values))
        steps.append(probes.density("by_group", args, values=values | {"y": y + 0.5}))
        steps.append(probes.slopes("by_group", (*args, y), values=values))
    got, want = both.sequence(*steps)

    for k, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        if k % 5 == 4:
            expect.slopes(mine, theirs)
            continue
        expect.structure(mine, theirs)
        if k % 5 > 1:
            expect.density(mine, theirs)


def exact_slopes(x, y, group, n_groups):
    """The posterior mean of the slope of all flowers, and of those in each group."""
    own = [group == g for g in range(n_groups)]
    within = [float(exact_belief(FLOWER, x[one], y[one], WIDTH_NOISE)[0][1]) for one in own]
    return float(exact_belief(FLOWER, x, y, WIDTH_NOISE)[0][1]), within


def test_slopes_exact(student, variant):
    """slopes for groups in no order, one of them with a single flower and one empty: pooled and within."""
    questions = []
    for n_groups, n, empty in ((3, variant.integer(7, 10), ()), (5, variant.integer(7, 9), (1, 4))):
        x, group, y = flowers(variant, n_groups, n, empty)
        questions.append((x, y, group, n_groups))
    answers = student.sequence(*(probes.call("slopes", question) for question in questions))

    for answer, question in zip(answers, questions, strict=True):
        pooled, within = exact_slopes(*question)
        expect.length(answer, 2, "what slopes returned, a pair (pooled, within),", code="pair")
        expect.number(answer[0], "the pooled slope", code="pooled")
        expect.close(answer[0], pooled, "the pooled slope", code="pooled")
        expect.floats(answer[1], "the slopes within the groups", len(within), code="within")
        empty = "empty" if question[3] == 5 else ""
        expect.close(answer[1], within, "the slopes within the groups", code=f"within:{empty}")


# --- WAIC --------------------------------------------------------------------------------------------------------


def tables(variant):
    """Tables of log likelihoods [S, N]: more draws than data and fewer, two draws of one datum, and very low ones."""
    yield "tall", real(variant.normal(-2.0, 0.8, variant.integer(6, 9), variant.integer(3, 5)))
    yield "wide", real(variant.normal(-2.0, 0.8, 3, variant.integer(5, 8)))
    yield "least", real(variant.normal(-1.0, 0.8, 2, 1))
    yield "low", real(variant.normal(-1500.0, 3.0, variant.integer(4, 6), 3))


def exact_waic(table):
    """lppd, penalty, WAIC, and its part of each datum."""
    lppd = torch.logsumexp(table, 0) - math.log(len(table))
    penalty = table.var(0)
    parts = -2.0 * (lppd - penalty)
    return {"lppd": lppd.sum(), "penalty": penalty.sum(), "waic": parts.sum(), "pointwise": parts}


def test_waic_exact(student, variant):
    """waic for tables with more draws than data and fewer, with two draws of one datum, and with very low numbers."""
    questions = list(tables(variant))
    answers = student.sequence(*(probes.call("waic", (table,)) for _, table in questions))
    error = student.error("waic", (questions[0][1][:1],))

    for answer, (kind, table) in zip(answers, questions, strict=True):
        what = f"what waic returned for {len(table)} draws of {table.shape[1]}"
        wanted = exact_waic(table)
        expect.dictionary(answer, what, tuple(wanted), code="keys")
        for name, right in wanted.items():
            told = f"the {name} in {what}"
            if name != "pointwise":
                expect.number(answer[name], told, code=name)
            expect.close(answer[name], right, told, rtol=1e-6, code=f"{name}:{kind}")
    expect.raised(error, "ValueError", "waic for a single draw", mentions=["draws"])
