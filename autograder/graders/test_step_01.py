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
    offset, value, step = variant.uniform(0.5, 3.0), variant.uniform(1.0, 3.0), 0.5
    steps = [START, probes.params()]
    for mu in (0.0, variant.uniform(2.0, 9.0), variant.uniform(-9.0, -2.0)):
        steps += [probes.set_params({"mu": mu}), probes.density("model", values={"y": mu + offset})]
    steps.append(probes.slopes("model", values={"y": value}))  # at the last mu
    for near in (mu - step, mu + step):
        steps += [probes.set_params({"mu": near}), probes.density("model", values={"y": value})]
    _, store, *answers = student.sequence(*steps)
    densities, slopes, below, above = answers[1:6:2], answers[6], answers[8], answers[10]

    expect.that("mu" in store, "There is no parameter mu in the param store after model() has run.")
    expect.close(store["mu"].value, torch.tensor(0.0), "the start value of mu")
    for density in densities:
        expect.site(density, "y")
        expect.close(
            density.sites["y"].log_prob,
            densities[0].sites["y"].log_prob,
            "the log density of y at a fixed distance from mu, when mu is changed in the param store",
        )
    # What the densities themselves show, whatever the scale: a part of mu that hangs on to its copy is too flat.
    lower, upper = (expect.site(density, "y").log_prob.double().sum() for density in (below, above))
    expect.follows(slopes, "y", "mu", float(upper - lower) / (2 * step))


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
    ready = [START, probes.set_params({"mu": mu})]
    _, _, first, second, store, _ = student.sequence(*ready, watched, watched, probes.params(), counted)
    _, _, again, *_ = student.sequence(*ready, watched, watched, probes.params(), counted)
    # What model draws from there on, in a process that draw has no part in: the numbers cannot be made up.
    _, _, runs = student.sequence(*ready, probes.draws("model", n=3 * n))

    numbers, drawn = first["returned"], torch.tensor(first["drawn"])
    expect.that(bool(numbers), f"draw({n}) returned no numbers.")
    expect.that(len(set(numbers)) == len(numbers), f"draw({n}) returned the same number more than once.")
    expect.that(numbers != second["returned"], f"Two calls of draw({n}) in a row returned the same numbers.")
    expect.that(numbers == again["returned"], f"With the same seed, draw({n}) did not return the same numbers.")
    played = torch.cat([torch.as_tensor(values).double().reshape(-1) for values in runs.values()])
    for known in (drawn.double(), played):
        strangers = [number for number in numbers if not bool((known - number).abs().lt(1e-4).any())]
        expect.that(not strangers, f"Not every number of draw({n}) was drawn at a sample site in a run of model.")
    kept = "mu" in store and abs(float(store["mu"].value) - mu) < 1e-5
    expect.that(kept, "After draw, the parameter mu in the param store is not what it was before.")
