"""Hidden graders of before_4, gradients and descent: slopes, paths, divergences, ELBOs by exact formulas, and tops."""

import math

import torch

from autograder import expect, probes
from autograder.probes import Name, Prop

CENTRE, SPREAD, NOISE = 30.0, 6.0, 4.0  # as the notebook has them


def prop(name):
    """A function of the props."""
    return Prop("before_4", name)


def plain(value, what, code):
    """A plain finite number; gives it."""
    return expect.number(value, what, code=code)


# --- slopes ------------------------------------------------------------------------------------------------------


def wave_slope(x):
    """The slope of the props' wave."""
    return math.sin(2.0 * x) + 2.0 * x * math.cos(2.0 * x)


def test_slope_autograd(student, variant):
    """slope for functions that the notebook never saw, for floats and tensors, again and again; what is left in x."""
    x, y, z = variant.uniform(0.6, 1.4), variant.uniform(-2.5, -1.5), variant.uniform(2.0, 3.0)
    a, c = variant.uniform(-2.0, 2.0), variant.uniform(2.0, 6.0)
    slope, grad = Name("slope"), variant.uniform(20.0, 30.0)
    *answers, facts = student.sequence(
        probes.call("slope", (prop("wave"), x)),
        probes.call("slope", (prop("wave"), torch.tensor(y))),
        probes.call("slope", (prop("quotient"), z)),
        probes.call("slope", (prop("wave"), x)),
        probes.call(prop("slope_in_valley"), (slope, a, c, y)),
        probes.call(prop("one_tensor"), (slope, z, grad)),
    )

    exact = [wave_slope(x), wave_slope(y), (1.0 - z**2) / (1.0 + z**2) ** 2, wave_slope(x), c * (y - a)]
    for got, wanted in zip(answers, exact, strict=True):
        plain(got, "what slope returned", "number")
        expect.close(got, wanted, "what slope returned", atol=5e-4, code="slope")
    again = [plain(got, "what slope returned for a tensor", "number") for got in facts["answers"]]
    expect.close(
        again, [wave_slope(z)] * 4, "what slope returned for one tensor, asked twice,", atol=5e-4, code="again"
    )
    expect.close(facts["values"], [z, z], "the value of the tensor x after slope", code="value")
    expect.equal(facts["requires_grad"], [False, True], "requires_grad of two tensors x after slope", code="requires")
    expect.that(facts["no grad"] is True, "After slope, the tensor x has a grad, and had none before.", code="grad")
    expect.close(facts["grad"], grad, "the grad that a tensor x had before slope,", code="kept grad")


def test_slope_hand(student, variant):
    """slope_of_bump left and right of its top, near and far."""
    places = [variant.uniform(2.3, 3.5), variant.uniform(-0.5, 1.7), variant.uniform(-3.0, -1.5), 2.0, 40.0]
    answers = student.sequence(*(probes.call("slope_of_bump", (x,)) for x in places))

    for x, got in zip(places, answers, strict=True):
        plain(got, "what slope_of_bump returned", "number")
        wanted = -(x - 2.0) * math.exp(-((x - 2.0) ** 2) / 2.0)
        expect.close(got, wanted, f"the slope of the bump at {x:.3f}", code="bump")


# --- descent -----------------------------------------------------------------------------------------------------


def test_descent_path(student, variant):
    """Paths of several lengths in functions that the notebook never saw, downhill, across, and off into nowhere."""
    a, c, x0 = variant.uniform(-3.0, 3.0), variant.uniform(0.5, 3.0), variant.uniform(4.0, 8.0)
    descend = Name("descend")
    settings = [(0.2 / c, 7), (1.7 / c, 5), (2.6 / c, 6), (0.1, 0), (0.3, 1)]
    steps = [probes.call(prop("path_in_valley"), (descend, a, c, x0, lr, n)) for lr, n in settings]
    steps.append(probes.call("descend", (prop("wave"), 0.5, 0.15, 8)))
    *valleys, waves = student.sequence(*steps)

    for path, (lr, n) in zip(valleys, settings, strict=True):
        what = f"the path of {n} steps in a valley"
        expect.floats(path, what, n + 1, code="path")
        wanted = [a + (x0 - a) * (1.0 - lr * c) ** k for k in range(n + 1)]
        expect.close(path, wanted, what, rtol=1e-3, atol=1e-3, code="places")
    wanted = [0.5]
    for _ in range(8):
        wanted.append(wanted[-1] - 0.15 * wave_slope(wanted[-1]))
    expect.floats(waves, "the path of 8 steps on a wave", 9, code="path")
    expect.close(waves, wanted, "the path of 8 steps on a wave", rtol=1e-3, atol=1e-3, code="wave")


def test_lr_limit(student, variant):
    """The limit for several curvatures, wide and narrow valleys, and what is none."""
    curvatures = [variant.uniform(0.05, 0.3), variant.uniform(1.5, 3.0), variant.uniform(20.0, 90.0)]
    answers = student.sequence(*(probes.call("largest_lr", (c,)) for c in curvatures))
    flat, hill = student.error("largest_lr", (0.0,)), student.error("largest_lr", (-curvatures[1],))

    for c, got in zip(curvatures, answers, strict=True):
        plain(got, "what largest_lr returned", "number")
        expect.close(got, 2.0 / c, f"the limit for the curvature {c:.3f}", atol=1e-6, code="limit")
    for error, what in ((flat, "for a curvature of 0"), (hill, "for a negative curvature")):
        expect.raised(error, "ValueError", f"largest_lr {what}", mentions=("curvature",), code=what)


# --- divergences -------------------------------------------------------------------------------------------------


def table(variant, *shape):
    """A table of probabilities, none of them small."""
    weights = variant.uniform(0.2, 2.0, *shape).double()
    return (weights / weights.sum()).float()


def emptied(one, *places):
    """The table with zeros at these places, its sum 1 again."""
    one = one.clone()
    for place in places:
        one[place] = 0.0
    return one / one.sum()


def exact_kl(q, p):
    """The divergence between two tables, in double precision."""
    pairs = zip(q.double().flatten().tolist(), p.double().flatten().tolist(), strict=True)
    return math.fsum(a * math.log(a / b) for a, b in pairs if a > 0.0)


def test_kl_of_tables(student, variant):
    """kl_tables for tables of one to three dims, with zeros in either or both, and infinite."""
    row, other, flat, second = (table(variant, *shape) for shape in ((5,), (5,), (2, 3), (2, 3)))
    deep, third = table(variant, 2, 4, 3), table(variant, 2, 4, 3)
    holes = emptied(flat, (0, 1), (1, 2))
    questions = {
        "two rows": (row, other),
        "two tables": (flat, second),
        "two tables of three dims": (deep, third),
        "a table with zeros and one without": (holes, second),
        "two tables with zeros at one place": (holes, emptied(second, (0, 1))),
        "a table and itself, zeros included": (holes, holes),
    }
    infinite = [(second, holes), (emptied(row, (2,)), emptied(other, (3,)))]
    *answers, first, last, kept = student.sequence(
        *(probes.call("kl_tables", question) for question in (*questions.values(), *infinite)),
        probes.call(prop("tables_afterwards"), (Name("kl_tables"), holes, second)),
    )

    for got, (what, question) in zip(answers, questions.items(), strict=True):
        plain(got, f"what kl_tables returned for {what}", what)
        expect.close(got, exact_kl(*question), f"what kl_tables returned for {what}", atol=2e-5, code=what)
    for got in (first, last):
        expect.equal(got, math.inf, "what kl_tables returned where p has a zero and q has not", code="infinite")
    expect.length(kept, 2, "the list of the two tables", code="kept")
    for got, wanted in zip(kept, (holes, second), strict=True):
        expect.close(got, wanted, "a table after kl_tables", code="kept")


def test_kl_of_normals(student, variant):
    """kl_normals for wide and narrow, near and far normals, both ways."""
    first = (variant.uniform(-2.0, 0.0), variant.uniform(0.3, 0.8))
    second = (variant.uniform(1.0, 3.0), variant.uniform(1.5, 4.0))
    questions = [(*first, *second), (*second, *first), (*first, *first), (first[0], second[1], first[0], first[1])]
    answers = student.sequence(*(probes.call("kl_normals", question) for question in questions))

    for got, (m_q, s_q, m_p, s_p) in zip(answers, questions, strict=True):
        plain(got, "what kl_normals returned", "number")
        wanted = math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
        expect.close(got, wanted, "what kl_normals returned", code="normals")


# --- the ELBO ----------------------------------------------------------------------------------------------------


def on_average(m, s, data, mean, square):
    """ELBO, slope in m, slope in s, in double precision, where the noise has this mean and mean square.

    The log joint is a parabola in mu, so no more of the noise is needed; the guide's own term is exact as well.
    """
    m, s = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (m, s))

    def squares(a):  # the mean of (mu - a) ** 2
        return (m - a) ** 2 + 2.0 * (m - a) * s * mean + s**2 * square

    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - squares(CENTRE) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - squares(data.double()) / (2.0 * NOISE**2)
    value = prior + each.sum() + s.log() + 0.5 * (log_2pi + square)
    return [value.item(), *(slope.item() for slope in torch.autograd.grad(value, [m, s]))]


def places(variant):
    """Four settings of a guide, with data of several sizes, one among them."""
    sizes = (variant.integer(6, 9), 1, 4, variant.integer(10, 14))
    return [
        (variant.uniform(18.0, 40.0), variant.uniform(0.4, 6.0), variant.normal(27.0, 5.0, size).clone())
        for size in sizes
    ]


def same_elbo(facts, wanted, given, what):
    """The value, the slopes, and what was handed over, unchanged."""
    value, *slopes = wanted
    expect.close(facts["value"], value, f"what {what} returned", rtol=1e-4, atol=2e-3, code="value")
    expect.close(facts["slopes"], slopes, f"the slopes of {what} in m and s", rtol=1e-3, atol=2e-3, code="slopes")
    for got, before in zip(facts["others"], given, strict=True):
        expect.close(got, before, f"what was handed to {what}, afterwards,", code="kept")


def test_elbo_closed(student, variant):
    """elbo_exact and its slopes at several places, for data sets of several sizes."""
    questions = places(variant)
    steps = [probes.call(prop("with_slopes"), (Name("elbo_exact"), *question)) for question in questions]

    for facts, (m, s, data) in zip(student.sequence(*steps), questions, strict=True):
        same_elbo(facts, on_average(m, s, data, 0.0, 1.0), [data], "elbo_exact")


def test_elbo_frozen(student, variant):
    """elbo_draws and its slopes for noise of several sizes, which is not standard at all, and the same noise again."""
    noises = [variant.normal(0.4, 1.5, size) for size in (3, variant.integer(5, 9), 4, 1)]
    questions = [(*place, noise) for place, noise in zip(places(variant), noises, strict=True)]
    steps = [probes.call(prop("with_slopes"), (Name("elbo_draws"), *question)) for question in questions * 2]

    for facts, (m, s, data, noise) in zip(student.sequence(*steps), questions * 2, strict=True):
        e = noise.double()
        wanted = on_average(m, s, data, float(e.mean()), float((e**2).mean()))
        same_elbo(facts, wanted, [data, noise], "elbo_draws")


# --- the fit -----------------------------------------------------------------------------------------------------


def height(hill, a, b, m, s):
    """The height of a hill of the props', in double precision."""
    t = math.log(s / b)
    if hill == "round":
        return -((m - a) ** 2) / 3.0 + math.log(s) - s / b
    if hill == "long":
        return -math.log1p(math.exp(m - a)) - math.log1p(math.exp(a - m)) - t**2
    return -((m - a + t) ** 2) - 3.0 * t**2


def test_fit_tops(student, variant):
    """The ends of walks on hills that the notebook never saw, near and far, narrow and wide, and their heights."""
    near, far = variant.uniform(1.0, 3.0), variant.uniform(6.0, 9.0)
    m, s = variant.uniform(-9.0, 9.0), variant.uniform(0.5, 4.0)
    walks = [
        ("round", far, variant.uniform(0.25, 0.4)),  # from the start that is meant when none is said
        ("round", m - far, s * variant.uniform(2.5, 4.0), m, s),
        ("long", m + near, s * variant.uniform(0.3, 0.5), m, s),
        ("tilted", m - near, s * variant.uniform(1.5, 2.5), m, s),
        ("tilted", m - near, s * 2.0, m, s),
        ("round", m + near, 0.02, m, 0.06),  # a step that is not small beside s leads across 0
    ]
    walks.append(walks[1])  # once more
    steps = [probes.call(prop("climbed"), (Name("fit"), *walk)) for walk in walks]
    answers = student.sequence(*steps, limit=40.0)

    for facts, (hill, a, b, *start) in zip(answers, walks, strict=True):
        answer = facts["answer"]
        expect.length(answer, 3, "what fit returned, a triple (m, s, heights),", code="triple")
        got_m, got_s = plain(answer[0], "the m of fit", "m"), plain(answer[1], "the s of fit", "s")
        heights = expect.floats(answer[2], "the heights of fit", code="heights")
        expect.that(len(heights) > 1, "There are no heights on the way.", code="no way")
        begun = height(hill, a, b, *(start or (0.0, 1.0)))
        expect.close(heights[0], begun, "the first of the heights", rtol=1e-3, atol=1e-3, code="first height")
        way = "far" if abs(got_m - a) > 0.5 * abs((start or [0.0])[0] - a) else "near"
        expect.that(abs(got_m - a) <= 0.02, "The m of fit is not at the top of the hill.", code=f"top m {way}")
        expect.that(abs(got_s / b - 1.0) <= 0.02, "The s of fit is not at the top of the hill.", code="top s")
        top = height(hill, a, b, a, b)
        expect.that(abs(heights[-1] - top) < 0.05, "The last height is not that of the top.", code="last height")
    first, again = answers[1]["answer"], answers[-1]["answer"]
    expect.close(again[:2], first[:2], "m and s of a second call of fit with the same arguments", code="again")
