"""Hidden graders of step_02, an observed value: observed or drawn, the log likelihood, and five predictions."""

import torch

from autograder import expect, probes

# A first run from an empty param store, so that nothing which the notebook did to the store matters.
START = probes.call("model", fresh=True, stochastic=True)
QUESTIONS = ("twice", "far", "store", "fit", "later")


def test_model_observes(both, variant):
    """With data: is y observed, with which value, how likely is it, how does mu count, and what is returned?"""
    data_sets = [torch.tensor(number) for number in (variant.normal(3.0, 3.0), 0.0, variant.uniform(-6.0, -1.0))]
    steps = [START, *(probes.trace("model", (data,)) for data in data_sets)]
    steps += [probes.set_params({"mu": variant.uniform(1.0, 5.0)}), probes.trace("model", (data_sets[0],))]
    steps += [probes.set_params({"mu": variant.uniform(-5.0, -1.0)}), probes.trace("model", (data_sets[1],))]
    steps.append(probes.slopes("model", (data_sets[2],)))
    # Only for diagnosis: a site that is drawn around the data answers otherwise than one that is drawn around mu.
    both.student.ask([START, probes.density("model", (data_sets[0],), values={"y": 0.0})], variant.seed, 10.0)
    got, want = both.sequence(*steps)

    for trace, data in zip(got[1:4], data_sets, strict=True):
        expect.sites(trace, latent=[], observed=["y"], params=["mu"])
        expect.site(trace, "y", batch_shape=(), event_shape=(), plates={})
        expect.close(trace.sites["y"].value, data, "the value of y in a run of model(data)")
        expect.close(trace.returned, data, "what model(data) returned", code="returned")
    for place in (1, 2, 3, 5, 7):
        expect.density(got[place], want[place])
    expect.slopes(got[8], want[8])


def test_model_draws(both, variant):
    """Without data: is y drawn anew in each call, returned, and as likely as it should be?"""
    steps = [START, probes.trace("model"), probes.draws("model", n=5)]
    for mu in (variant.uniform(1.0, 5.0), variant.uniform(-5.0, -1.0)):
        steps += [probes.set_params({"mu": mu}), probes.density("model", values={"y": variant.uniform(-6.0, 6.0)})]
    got, want = both.sequence(*steps)

    trace, runs = got[1], got[2]
    expect.sites(trace, latent=["y"], observed=[])
    expect.site(trace, "y", batch_shape=(), event_shape=(), plates={})
    expect.close(trace.returned, trace.sites["y"].value, "what model() returned, next to what was drawn at y")
    expect.that(len(set(runs["y"].tolist())) == 5, "Five runs of model() did not draw five different numbers.")
    for place in (4, 6):
        expect.density(got[place], want[place])


def test_likelihood(both, variant):
    """log_likelihood at several values, with an empty param store and with other mu: exact, a float, mu kept."""
    values = [variant.uniform(2.0, 6.0), 0.0, variant.uniform(-6.0, -1.0), variant.uniform(5.0, 9.0)]
    mus = [variant.uniform(1.0, 5.0), variant.uniform(-5.0, -1.0)]
    steps = [probes.call("log_likelihood", (values[0],), fresh=True)]
    steps += [START, *(probes.call("log_likelihood", (value,)) for value in values[:3])]
    for mu, value in zip(mus, values[2:], strict=True):
        steps += [probes.set_params({"mu": mu}), probes.call("log_likelihood", (value,)), probes.params()]
    got, want = both.sequence(*steps)

    numbers = [0, 2, 3, 4, 6, 9]
    for place in numbers:
        what = f"what {_called(steps[place])} returned"
        expect.number(got[place], what, code="number")
        expect.close(got[place], want[place], what, code="value")
    for place, mu in zip((7, 10), mus, strict=True):
        kept = "mu" in got[place] and abs(float(got[place]["mu"].value) - mu) < 1e-5
        expect.that(kept, "After log_likelihood, the parameter mu in the param store is not what it was before.")


def _called(step):
    return f"log_likelihood({step['args'][0]:.4g})"


def test_what_happens(both, credit):
    """The five predictions about calls of a right model."""
    answers, right = both.call("predictions")

    expect.dictionary(answers, "what predictions() returned")
    missing = [key for key in QUESTIONS if answers.get(key) not in ("A", "B", "C")]
    expect.that(not missing, f'predictions() has no answer "A", "B" or "C" to: {", ".join(missing)}.')
    wrong = [key for key in QUESTIONS if answers[key] != right[key]]
    if len(wrong) == 1:
        credit(0.5)
    expect.that(
        not wrong,
        f"{len(wrong)} of the five predictions: not what happens.",
        code=f"wrong:{','.join(wrong)}",
        look="Try each call of the table in a cell of your own.",
    )
