"""Hidden graders of step_04, tracing a program: the values in a trace, and two facts about one and the same run."""

import torch
from torch.distributions import Normal

from autograder import expect, probes

RUNS = 3  # that have values of their own; further ones draw those of the last
TRACES = ("a trace with params and data", "a trace with two plates", "a trace without sample sites")


def values(both, variant):
    """What values_of says of traces of three programs, and what the reference says: pairs, by a phrase for each."""
    crops, rows = variant.normal(4.0, 2.0, variant.integer(3, 7)), variant.integer(4, 6)
    programs = [("orchard", crops), ("weavers", rows), ("settings",)]
    ask = probes.Prop("step_04", "of_trace")
    steps = [probes.call(ask, (probes.Name("values_of"), *program)) for program in programs]
    got, want = both.sequence(*steps)
    for title, mine in zip(TRACES, got, strict=True):
        expect.dictionary(mine, f"what values_of returned for {title}", code="values")
    return dict(zip(TRACES, zip(got, want, strict=True), strict=True))


def test_values_names(both, variant):
    """The names in the dictionary that values_of returns, for traces of three other programs."""
    for title, (got, want) in values(both, variant).items():
        missing, more = sorted(set(want) - set(got)), sorted(set(got) - set(want))
        expect.that(not missing, f"values_of leaves out the sample site '{(missing or [''])[0]}' of {title}.")
        expect.that(not more, f"values_of has '{(more or [''])[0]}' for {title}, which is no sample site.")


def test_values_tensors(both, variant):
    """The values in the dictionary that values_of returns: are they the tensors that stand in the trace?"""
    for title, (got, want) in values(both, variant).items():
        shared = [name for name in want if name in got]
        expect.that(bool(shared) or not want, f"values_of has no value of any sample site of {title}.")
        for name in shared:
            what = f"the value of '{name}' in {title}"
            expect.that(isinstance(got[name], torch.Tensor), f"{what} is not a tensor.")
            expect.close(got[name], want[name], what)


def runs_of(student, variant):
    """For runs of two models: the sizes, what the models drew in each run, and the answer with the sizes of the runs.

    The models draw what is chosen here, so that only the sizes are the word of the student's process.
    """
    ask = probes.Prop("step_04", "of_runs")
    sizes = [variant.integer(2, 4), variant.integer(5, 9)]
    noises = [variant.uniform(0.5, 1.5), variant.uniform(2.5, 4.0)]
    locs = [variant.uniform(2.0, 5.0), variant.uniform(-5.0, -2.0)]
    steps, models = [], []
    for n, kind, loc, noise in zip(sizes, ("plain", "level"), locs, noises, strict=True):
        levels = loc + (variant.normal(0.0, 3.0, RUNS) if kind == "level" else torch.zeros(RUNS))
        values = levels.unsqueeze(-1) + variant.normal(0.0, noise, RUNS, n)
        steps.append(probes.call(ask, (probes.Name("mean_and_log_prob"), n, kind, loc, noise, levels, values)))
        above = Normal(loc, 3.0).log_prob(levels) if kind == "level" else torch.zeros(RUNS)
        models.append((n, values, Normal(levels.unsqueeze(-1), noise).log_prob(values), above))
    answers = student.sequence(*steps)
    for n, answer in zip(sizes, answers, strict=True):
        what = f"what mean_and_log_prob(model, {n}) returned, a pair,"
        expect.floats(answer["returned"], what, 2, code="pair")
        expect.that(bool(answer["runs"]), f"mean_and_log_prob(model, {n}) did not run the model that it was given.")
    return [(*model, answer) for model, answer in zip(models, answers, strict=True)]


def test_run_mean(student, variant):
    """The first of the pair: the mean of y in a run of models that the notebook never saw."""
    for n, values, _, _, answer in runs_of(student, variant):
        for size in answer["runs"]:
            expect.equal(size, n, f"the length of y in the run that mean_and_log_prob(model, {n}) made")
        means = values.double().mean(-1).tolist()
        near = any(abs(answer["returned"][0] - mean) < 1e-4 * (1.0 + abs(mean)) for mean in means)
        expect.that(near, f"The first of the pair of mean_and_log_prob(model, {n}) is not the mean of y in a run.")


def test_run_log_prob(student, variant):
    """The second of the pair: the log density of the whole run, from the one run that was made."""
    for n, _, densities, above, answer in runs_of(student, variant):
        times = len(answer["runs"])
        expect.that(
            times == 1, f"mean_and_log_prob ran the model {times} times; the pair is about one run.", code="runs"
        )
        [size] = answer["runs"]  # of a run of another size too, which is the other grader's matter
        expect.that(size in range(1, 100), f"The run that mean_and_log_prob(model, {n}) made has no y.")
        log_density = float(above[0].double() + densities[0].double()[torch.arange(size) % n].sum())
        expect.close(answer["returned"][1], log_density, "the log density of the whole run", atol=1e-3)
