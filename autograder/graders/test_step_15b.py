"""Hidden graders of step_15b: shapes computed, predicted and repaired; all sizes differ from one another."""

from autograder import expect, probes

ASK = probes.Prop("step_15b", "ask")
TRY_OUT = probes.Prop("step_15b_wanted", "try_out")
EVALUATE = probes.Prop("step_15b_wanted", "evaluate")


def different(variant, n):
    """n sizes from 2 to 7, no two alike."""
    return [2 + int(i) for i in variant.uniform(0.0, 1.0, 6).argsort()[:n]]


def test_shapes(student, reference, variant):
    """Batch, event, draw and log_prob shapes of many distributions, none of which can be drawn from or evaluated."""
    a, b, c, k, s, t = different(variant, 6)
    cases = [
        ("Normal(0., 1.)", []),
        (f"Normal(zeros({a}, {b}), 1.)", [s]),
        (f"Normal(zeros({a}, {b}, {c}), 1.).to_event(1)", [s, t]),
        (f"Normal(zeros({a}, {b}), 1.).to_event(2)", [s]),
        (f"Normal(0., 1.).expand([{b}]).to_event(1)", []),
        (f"Categorical(ones({a}, {k}))", [s]),
        (f"OneHotCategorical(ones({a}, {b}, {k}))", [s]),
        (f"Dirichlet(ones({a}, {b}, {k}))", []),
        (f"Dirichlet(ones({a}, {b}, {k})).to_event(1)", [s]),
        (f"MultivariateNormal(zeros({k}), eye({k}))", [s, t]),
        (f"LKJCholesky({k}, ones({a}))", [s]),
    ]
    got = [student.call(ASK, (probes.Name("shapes_of"), text, shape)) for text, shape in cases]
    default = student.call(ASK, (probes.Name("shapes_of"), cases[2][0]))
    want = [reference.call(TRY_OUT, case) for case in cases]
    plain = reference.call(TRY_OUT, (cases[2][0], []))

    calls = [f"shapes_of for {text} and sample_shape {shape}" for text, shape in cases]
    calls.append(f"shapes_of for {cases[2][0]} without a sample_shape")
    for call, mine, theirs in zip(calls, [*got, default], [*want, plain], strict=True):
        expect.dictionary(mine, f"what {call} returned", theirs, code="shapes_of")
        for key, wanted in theirs.items():
            expect.equal(mine[key], wanted, f"'{key}' in what {call} returned", code=key)


def test_log_prob_fits(student, reference, variant):
    """The log_prob shape for values that fit: longer, shorter, with dims of length 1, for many distributions."""
    a, b, c, k, s, t = different(variant, 6)
    cases = [
        (f"Normal(zeros({a}, {b}), 1.)", [a, b]),
        (f"Normal(zeros({a}, {b}), 1.)", []),
        (f"Normal(zeros({a}, {b}), 1.)", [s, a, b]),
        (f"Normal(zeros({a}), 1.)", [a, 1]),
        (f"Normal(zeros({a}), 1.)", [s, 1]),
        ("Normal(0., 1.)", [s, t]),
        (f"Normal(zeros({a}, 1), 1.)", [b]),
        (f"Normal(zeros({a}, {b}, {c}), 1.).to_event(1)", [a, b, c]),
        (f"Normal(zeros({a}, {b}, {c}), 1.).to_event(2)", [s, a, b, c]),
        (f"Normal(zeros({a}, {b}), 1.).to_event(2)", [a, b]),
        (f"Categorical(ones({a}, {k}))", [s, a]),
        (f"OneHotCategorical(ones({a}, {k}))", [k]),
        (f"Dirichlet(ones({a}, {b}, {k}))", [s, a, b, k]),
        (f"Dirichlet(ones({a}, {b}, {k})).to_event(1)", [s, 1, b, k]),
        (f"MultivariateNormal(zeros({k}), eye({k}))", [s, t, k]),
        (f"MultivariateNormal(zeros({a}, {k}), eye({k}))", [1, k]),
        (f"LKJCholesky({k}, ones({a}))", [k, k]),
    ]
    got = [student.call(ASK, (probes.Name("log_prob_shape"), text, shape)) for text, shape in cases]
    want = [reference.call(EVALUATE, case) for case in cases]
    for (text, shape), mine, theirs in zip(cases, got, want, strict=True):
        expect.equal(mine, theirs, f"what log_prob_shape returned for {text} and value_shape {shape}", code="shape")


def test_log_prob_misfits(student, variant):
    """A ValueError for values that do not fit, be it in the event or in the rest, and none for one that fits."""
    a, b, k, s = different(variant, 4)
    cases = [
        (f"Normal(zeros({a}, {b}), 1.)", [b, a]),
        (f"Normal(zeros({a}), 1.)", [s]),
        (f"MultivariateNormal(zeros({a}, {k}), eye({k}))", [a, k + 1]),
        (f"MultivariateNormal(zeros({a}, {k}), eye({k}))", [s, k]),
        (f"Normal(zeros({a}, {b}), 1.).to_event(2)", [b]),
        (f"Normal(zeros({a}, {b}), 1.).to_event(2)", [a, 1]),
        (f"Dirichlet(ones({k}))", []),
        (f"Dirichlet(ones({a}, {k}))", [a, 1]),
    ]
    raised = [student.error(ASK, (probes.Name("log_prob_shape"), text, shape)) for text, shape in cases]
    fits = student.error(ASK, (probes.Name("log_prob_shape"), f"Dirichlet(ones({a}, {k}))", [k]))
    for (text, shape), mine in zip(cases, raised, strict=True):
        expect.raised(mine, "ValueError", f"log_prob_shape for {text} and value_shape {shape}", code="misfit")
    expect.not_raised(fits, "log_prob_shape, for a value that fits,", code="fits")


def test_prediction(student, reference, variant):
    """The predicted batch and event shape of each site of harbour, for several numbers of days and buoys."""
    sizes = [different(variant, 2), [variant.integer(8, 12), variant.integer(13, 17)], [3, 3]]
    got = [student.call("predict", size) for size in sizes]
    want = [reference.trace("harbour", size) for size in sizes]
    for size, mine, theirs in zip(sizes, got, want, strict=True):
        call = f"predict({size[0]}, {size[1]})"
        expect.dictionary(mine, f"what {call} returned", theirs.latent, code="predict")
        for site in theirs.latent:
            expect.length(mine[site], 2, f"the entry for '{site}' in what {call} returned", code=site)
            wanted = theirs.sites[site].batch_shape, theirs.sites[site].event_shape
            for kind, shape, want_shape in zip(("batch", "event"), mine[site], wanted, strict=True):
                what = f"the {kind} shape of '{site}' in what {call} returned"
                expect.equal(shape, list(want_shape), what, code=f"{site}_{kind}")


def repaired(both, model, cases):
    """The model stands and scores as the reference does, on each pair of arguments and latent values.

    Traced first with nothing fixed, so that a misplaced site is told before a density. Last comes what training
    follows: a latent that is detached on its way to the data has the right density and the wrong slope.
    """
    asked = [(both.trace(model, args), both.density(model, args, values=values)) for args, values in cases]
    for traces, (mine, theirs) in asked:
        expect.structure(*traces)
        expect.density(mine, theirs)
        for site in theirs.observed:
            expect.close(mine.sites[site].value, theirs.sites[site].value, f"the observed value of '{site}'")
    args, values = cases[0]
    expect.slopes(*both.slopes(model, args, values=values), rtol=1e-3, atol=1e-3)


def test_drift_repaired(both, variant):
    """drift on new data, also with two buoys: where its sites stand, and their densities."""
    cases = [
        ((variant.normal(2.0, 4.0, n, 2),), {"current": variant.normal(0.0, 5.0, 2)})
        for n in (variant.integer(5, 9), 3, 2)
    ]
    repaired(both, "drift", cases)


def test_tides_repaired(both, variant):
    """tides on new data, also with as many gauges as days: where its sites stand, and their densities."""
    n, d = different(variant, 2)
    cases = [
        (
            (variant.normal(0.0, 3.0, days, gauges),),
            {"offset": variant.normal(0.0, 1.0, gauges), "level": variant.normal(0.0, 3.0, days)},
        )
        for days, gauges in ((n, d), (3, 3))
    ]
    repaired(both, "tides", cases)


def test_arrival_repaired(both, variant):
    """arrival on new data, with few facts and many: where its sites stand, and their densities."""
    n, p = different(variant, 2)
    cases = [
        (
            (variant.normal(0.0, 1.0, ships, facts), variant.normal(0.0, 3.0, ships)),
            {"weights": variant.normal(0.0, 2.0, facts, 1)},
        )
        for ships, facts in ((n, p), (p + 1, 1), (3, 3))
    ]
    repaired(both, "arrival", cases)
