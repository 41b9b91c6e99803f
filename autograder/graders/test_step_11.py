"""Hidden graders of step_11, where it breaks: the model, the limit of the step, the noise, and a walk in log space."""

import torch

from autograder import expect, probes

LATENTS = ["alpha", "a", "b", "mu"]

# One update with this learning rate takes every float, of 32 or 64 bits, out of its range.
RUNAWAY = 1e30


def end_and_history(answer, title):
    """The place and the history that ascend returned; a Mismatch if it is anything else than such a pair."""
    expect.length(answer, 2, f"what ascend returned for {title}, a pair (place, history),")
    place, history = answer
    expect.dictionary(place, f"the place after {title}", LATENTS)
    for name in LATENTS:
        expect.number(place[name], f"'{name}' after {title}")
    return place, expect.floats(history, f"the history of {title}")


def same_walks(both, walks):
    """Walks of the student's in one process, held against the reference's: the places first, then the histories."""
    steps = [probes.call("ascend", walk) for walk in walks.values()]
    answers, wanted = both.sequence(*steps, limit=20.0)
    got = [end_and_history(answer, title) for answer, title in zip(answers, walks, strict=True)]

    for (place, _), (exact, _), title in zip(got, wanted, walks, strict=True):
        for name in LATENTS:
            expect.close(place[name], exact[name], f"'{name}' after {title}", rtol=1e-3)
    yield
    for (_, history), (_, exact), title in zip(got, wanted, walks, strict=True):
        expect.length(history, len(exact), f"the history of {title}")
        expect.close(history, exact, f"the history of {title}", atol=1e-3)
    yield


def true_slopes(mu: float, data: torch.Tensor, seed: int, draws: int = 200_000) -> tuple[float, float]:
    """Median and interquartile range of the slope (a - 1)/mu - b + sum(y - mu), by a great many draws of a and b."""
    generator = torch.Generator().manual_seed(seed)
    alpha = 1.0 / torch.empty(draws, dtype=torch.float64).exponential_(generator=generator)
    a = torch._standard_gamma(alpha, generator=generator)
    b = torch.empty(draws, dtype=torch.float64).exponential_(generator=generator)
    slopes = (a - 1.0) / mu - b + float((data.double() - mu).sum())
    lower, middle, upper = slopes.quantile(torch.tensor([0.25, 0.5, 0.75], dtype=torch.float64)).tolist()
    return middle, upper - lower


def test_model_sites(both, variant):
    """The sites of the model, their shapes, and who decides the length of the plate."""
    data, n_obs = variant.normal(4.0, 1.0, 7), variant.integer(3, 6)
    runs = [((data,), {}), ((), {"n_obs": n_obs}), ((data,), {"n_obs": n_obs}), ((None, n_obs + 8), {})]
    pairs = [both.trace("model", args, kwargs) for args, kwargs in runs]
    neither = both.student.error("model")

    for mine, theirs in pairs:
        expect.structure(mine, theirs)
        expect.shape(mine.returned, theirs.returned.shape, f"what {mine.called} returned")
    given, _, both_given, _ = (mine for mine, _ in pairs)
    expect.close(given.returned, data, "what the model returned when data were given")
    expect.close(both_given.sites["y"].value, data, "the value of y when data and n_obs were given")
    expect.raised(neither, "ValueError", "the model without data and n_obs")


def test_model_density(both, variant):
    """How likely the model finds chosen values of its latents, site by site, and data that the notebook never saw."""
    questions = []
    for size in (1, 7, 12):
        values = {name: variant.uniform(0.3, 4.0) for name in LATENTS}
        questions.append(((variant.normal(3.0, 1.5, size),), values))
    pairs = [both.density("model", args, values=values) for args, values in questions]

    for mine, theirs in pairs:
        expect.density(mine, theirs)


def test_stable_lr(student, variant):
    """The limit of the learning rate, for several numbers of observations, in mu and in log mu."""
    questions = [(variant.integer(1, 40),), (variant.integer(100, 5000),)]
    questions += [(variant.integer(5, 400), variant.uniform(low, low + 2.0)) for low in (0.2, 3.0)]
    got = [student.call("largest_stable_lr", question) for question in questions]

    for question, answer in zip(questions, got, strict=True):
        n, mu = (*question, 1.0)[:2]
        where = "in mu" if len(question) == 1 else "in log mu"
        what = f"the limit for {n} observations, {where}"
        expect.number(answer, what, code=where)
        expect.close(answer / (2.0 / (n * mu**2)), 1.0, f"{what}, as a share of the true one,", rtol=1e-3, code=where)


def test_spread(student, variant, tries):
    """The median and the interquartile range of slopes at places and for data that the grader chose."""
    data = variant.normal(4.0, 1.0, variant.integer(20, 60))
    places, k = [variant.uniform(0.35, 0.6), variant.uniform(2.0, 5.0)], 400
    many = [probes.call("gradient_spread", (place, data, k), stochastic=True) for place in places]
    single = probes.call("gradient_spread", (places[0], data, 1), stochastic=True)
    exact = [true_slopes(place, data, variant.seed % 10_000) for place in places]
    for attempt in tries:
        with attempt as seed:
            *answers, alone = student.sequence(*many, single, seed=seed, limit=30.0)
            for place, answer, (true_middle, true_spread) in zip(places, answers, exact, strict=True):
                where = f"at mu = {place:.2f}"
                expect.length(answer, 2, f"what gradient_spread returned {where}, a pair,")
                middle = expect.number(answer[0], f"the median {where}", code="middle")
                spread = expect.number(answer[1], f"the interquartile range {where}", code="spread")
                said = f"The interquartile range of the slopes {where} is {spread:.4g}: too"
                still = f"The slopes {where} have no spread at all: were alpha, a and b drawn anew for each?"
                expect.that(spread > 0.01 * true_spread, still, code="spread:none")
                expect.that(spread > true_spread / 1.5, f"{said} small.", code="spread:small")
                expect.that(spread < 1.5 * true_spread, f"{said} large.", code="spread:large")
                off = (middle - true_middle) / true_spread
                way = "high" if off > 0 else "low"
                expect.that(
                    abs(off) < 0.34,
                    f"The median of the slopes {where} is {middle:.5g}: too {way} by more than a third of the spread.",
                    code=f"middle:{way}",
                )
            expect.length(alone, 2, "what gradient_spread returned for k = 1, a pair,")
            expect.number(alone[0], "the median for k = 1")
            expect.close(alone[1], 0.0, "the interquartile range for k = 1")


def test_ascent_path(both, variant, credit):
    """Short walks over data that the notebook never saw: the four latents at the end, and the history of heights."""
    first, second = variant.normal(4.0, 1.5, 7), variant.normal(1.5, 1.0, 40)
    # The first walk comes twice in one process: a second call has to start afresh. No walk is long enough to arrive.
    walks = {
        "6 updates": (first, 0.01, 6),
        "the same 6 updates once more": (first, 0.01, 6),
        "9 updates on other data": (second, 0.002, 9),
        "1 update": (second, 0.002, 1),
        "no update": (second, 0.002, 0),
    }
    looked_at = same_walks(both, walks)
    next(looked_at)
    credit(0.5)
    next(looked_at)


def test_ascent_jacobian(both, variant):
    """Short walks with the Jacobian term, on data that the notebook never saw: where they end, and their heights."""
    walks = {
        "5 updates with the Jacobian term": (variant.normal(4.0, 1.5, 6), 0.01, 5, True),
        "8 updates with the Jacobian term": (variant.normal(2.0, 1.0, 30), 0.003, 8, True),
    }
    for _ in same_walks(both, walks):
        pass


def test_ascent_stops(student, variant):
    """Walks with a learning rate that is far too large: a ValueError at the first height that is not finite."""
    data = variant.normal(4.0, 1.0, 7)
    start = student.call("ascend", (data, RUNAWAY, 0))
    several = student.error("ascend", (data, RUNAWAY, 5))
    # After one update of this size the latents are finite. The height is so in 64 bits, in 32 bits it is not.
    far = (data, 60.0 / float((data - 1.0).sum()), 1)
    refused = student.error("ascend", far)
    answer = None if refused else student.call("ascend", far)
    # log mu goes from 0 to about 3, and mu far beyond the data
    downhill = student.error("ascend", (data, 3.0 / float((data - 1.0).sum()), 1))

    what = "a walk with a far too large learning rate"
    expect.raised(several, "ValueError", what)
    if refused:
        expect.raised(refused, "ValueError", f"{what}, of a single update,")
    for title, came in ((f"{what} and no update", start), (f"{what}, of a single update,", answer)):
        if came is not None:
            expect.length(came, 2, f"what ascend returned for {title}")
            expect.floats(came[1], f"the history of {title}")
    expect.not_raised(downhill, "a walk that goes down, and whose heights are all finite,")
