"""Hidden graders of step_01, a random variable: a sample site, a parameter, and many runs."""

import torch

from autograder import expect, probes

# A first run from an empty param store, so that nothing which the notebook did to the store matters.
START = probes.call("model", fresh=True, stochastic=True)


def test_model_site(both, variant):
    """The sample site y: is it there, how likely are its values, is it returned, is it drawn anew each time?"""
    points = variant.uniform(-7.0, 7.0, 4)
    steps = [START, probes.set_params({"mu": 0.0}), probes.trace("model"), probes.draws("model", n=5)]
    steps += [probes.density("model", values={"y": point}) for point in points]
    (_, _, got, runs, *densities), (_, _, _, _, *wanted) = both.sequence(*steps)

    expect.sites(got, latent=["y"], observed=[])
    expect.site(got, "y", batch_shape=(), event_shape=(), plates={})
    expect.close(got.returned, got.sites["y"].value, "what model() returned, next to what was drawn at y")
    for density, want in zip(densities, wanted, strict=True):
        expect.density(density, want, sites=["y"])
    expect.that(len(set(runs["y"].tolist())) == 5, "Five runs of model did not draw five different numbers.")


def test_model_param(student, variant):
    """The parameter mu: its start value, and whether y moves along when mu is changed, made from mu itself."""
    offset = variant.uniform(0.5, 3.0)
    steps = [START, probes.params()]
    for mu in (0.0, variant.uniform(2.0, 9.0), variant.uniform(-9.0, -2.0)):
        steps += [probes.set_params({"mu": mu}), probes.density("model", values={"y": mu + offset})]
    steps.append(probes.slopes("model", values={"y": variant.uniform(1.0, 3.0)}))
    _, store, *answers, slopes = student.sequence(*steps)
    densities = answers[1::2]

    expect.that("mu" in store, "There is no parameter mu in the param store after model() has run.")
    expect.close(store["mu"].value, torch.tensor(0.0), "the start value of mu")
    for density in densities:
        expect.site(density, "y")
        expect.close(
            density.sites["y"].log_prob,
            densities[0].sites["y"].log_prob,
            "the log density of y at a fixed distance from mu, when mu is changed in the param store",
        )
    expect.follows(slopes, "y", "mu")


def test_draw_floats(student, variant):
    """The list that draw returns: its length, for several n, and the type of what is in it."""
    lengths = [1, variant.integer(2, 5), variant.integer(6, 10)]
    lists = [student.call("draw", (n,)) for n in lengths]

    for n, numbers in zip(lengths, lists, strict=True):
        expect.floats(numbers, f"what draw({n}) returned", n)


def test_draw_runs(student, variant):
    """Where the numbers of draw come from: runs of model, a new one for each, with mu as it is in the store."""
    n, mu = variant.integer(4, 8), variant.uniform(2.0, 9.0)
    arguments = (probes.Name("draw"), n)
    watched = probes.call(probes.Prop("step_01", "watch"), arguments, stochastic=True)
    counted = probes.call(probes.Prop("step_01", "count"), arguments)  # tells one mistake from another
    steps = [START, probes.set_params({"mu": mu}), watched, watched, probes.params(), counted]
    _, _, first, second, store, _ = student.sequence(*steps)
    _, _, again, *_ = student.sequence(*steps)

    numbers, drawn = first["returned"], torch.tensor(first["drawn"])
    expect.that(bool(numbers), f"draw({n}) returned no numbers.")
    expect.that(len(set(numbers)) == len(numbers), f"draw({n}) returned the same number more than once.")
    expect.that(numbers != second["returned"], f"Two calls of draw({n}) in a row returned the same numbers.")
    expect.that(numbers == again["returned"], f"With the same seed, draw({n}) did not return the same numbers.")
    strangers = [number for number in numbers if not bool((drawn - number).abs().lt(1e-5).any())]
    expect.that(not strangers, f"Not every number of draw({n}) was drawn at a sample site in a run of model.")
    kept = "mu" in store and abs(float(store["mu"].value) - mu) < 1e-5
    expect.that(kept, "After draw, the parameter mu in the param store is not what it was before.")
