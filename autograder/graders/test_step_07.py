"""Hidden graders of step_07, two random variables: the model, a whole run of it, and its prior predictive."""

import math

import torch

from autograder import expect, probes

RUNS = 8  # of the model, among which those of two calls of joint_draw are looked for


def prop(name, *arguments, stochastic=False):
    """A step that calls a function of the props with these arguments."""
    return probes.call(probes.Prop("step_07", name), arguments, stochastic=stochastic)


def test_model_sites(student, variant):
    """mu is one latent number outside the plate; y stands in the plate N, with data and without."""
    data, n = variant.normal(1.0, 2.0, 7), variant.integer(3, 5)
    observed = student.trace("model", (data,))
    drawn = student.trace("model", kwargs={"n_obs": n})
    places = [sign * variant.uniform(low, high) for sign in (-1, 1) for low, high in ((0.1, 2.0), (30.0, 60.0))]
    held = student.sequence(*(probes.density("model", kwargs={"n_obs": n}, values={"mu": mu}) for mu in places))

    expect.sites(drawn, latent=["mu", "y"], observed=[], params=[])
    expect.sites(observed, latent=["mu"], observed=["y"], params=[])
    for got, size in ((drawn, n), (observed, 7)):
        expect.site(got, "mu", plates={}, batch_shape=(), event_shape=())
        expect.site(got, "y", plates={"N": (size, -1)}, batch_shape=(size,), event_shape=())
    for got in held:
        expect.site(got, "mu", plates={}, batch_shape=(), event_shape=())
        expect.site(got, "y", plates={"N": (n, -1)}, batch_shape=(n,), event_shape=())


def test_model_density(both, variant):
    """The log densities of mu and of y given mu, for several values of both; whether y is made from mu itself."""
    steps = []
    for mu in (variant.uniform(-0.5, 0.5), variant.uniform(1.5, 3.0), variant.uniform(-4.0, -2.0)):
        data = variant.normal(1.0, 3.0, 5)
        steps.append(probes.density("model", (data,), values={"mu": mu}))
        steps.append(probes.density("model", kwargs={"n_obs": 5}, values={"mu": mu, "y": data}))
    steps.append(probes.slopes("model", (data,), values={"mu": variant.uniform(-1.0, 1.0)}))
    (*got, slopes), (*want, wanted) = both.sequence(*steps)

    for mine, theirs in zip(got, want, strict=True):
        expect.density(mine, theirs, sites=["mu", "y"])
    expect.slopes(slopes, wanted)


def test_model_length(student, variant):
    """How many mornings there are, in all four cases; that they are returned; the error when nobody says how many."""
    n = variant.integer(5, 8)
    data = variant.normal(1.0, 2.0, n)
    runs = [student.trace("model", (data,), {"n_obs": n_obs}) for n_obs in (None, n - 2, n + 3)]
    drawn = student.trace("model", kwargs={"n_obs": n})
    error = student.error("model")

    for got in runs:
        expect.close(expect.site(got, "y").value, data, "the value of y, beside the data", code="y")
        expect.close(got.returned, data, "what model returned, beside its data", code="returned")
    expect.shape(drawn.returned, (n,), f"what model(n_obs={n}) returned", code="drawn")
    expect.close(drawn.returned, expect.site(drawn, "y").value, "what model returned, beside its y", code="returned")
    expect.raised(error, "ValueError", "model() with neither data nor n_obs", mentions=("data", "n_obs"))


def triple(answer, n):
    """The parts of what joint_draw returned; a Mismatch if it is no triple of the right shapes."""
    expect.length(answer, 3, f"what joint_draw({n}) returned, a triple (mu, y, log_prob),")
    for part, shape, name in zip(answer, [(), (n,), ()], ["mu", "y", "log_prob"], strict=True):
        expect.shape(part, shape, f"the {name} that joint_draw({n}) returned", code=name)
    return [torch.as_tensor(part) for part in answer]


def test_joint_one_run(student, variant):
    """The mu and y that joint_draw returned: do they come from one and the same run of model, anew in each call?"""
    n = variant.integer(3, 7)
    watched = prop("watch", probes.Name("joint_draw"), n, stochastic=True)
    first, second = student.sequence(watched, watched)
    student.sequence(prop("origin", probes.Name("joint_draw"), n))  # tells mistakes apart
    # What model draws from the same seed on, in a process that joint_draw has no part in: no note can be made up.
    [runs] = student.sequence(probes.draws("model", kwargs={"n_obs": n}, n=RUNS))

    for call in (first, second):
        mu, y, _ = triple(call["returned"], n)
        for known in (call, runs):
            near = [[same(mu, a), same(y, b)] for a, b in zip(known["mu"], known["y"], strict=False)]
            expect.that([True, True] in near, f"The mu and y of joint_draw({n}) are not those of one run of model.")
    expect.differ(first["returned"][0], second["returned"][0], "the mu of two calls of joint_draw")
    expect.differ(first["returned"][1], second["returned"][1], "the y of two calls of joint_draw")


def same(got, drawn):
    """Whether a value is the one that was drawn."""
    return got.shape == drawn.shape and torch.allclose(got.double(), drawn.double(), atol=1e-5)


def test_joint_log_prob(student, variant):
    """The log_prob that joint_draw returned: is it the log joint of your model at the mu and y that came with it?"""
    n = variant.integer(3, 7)
    mu, y = variant.uniform(1.0, 2.0), variant.normal(-1.0, 2.0, n)
    density = probes.density("model", kwargs={"n_obs": n}, values={"mu": mu, "y": y})
    drawn = probes.call("joint_draw", (n,), stochastic=True)
    fixed, want, *calls = student.sequence(prop("pinned", probes.Name("joint_draw"), n, mu, y), density, drawn, drawn)
    parts = [triple(call, n) for call in calls]
    # its own mu and y, so that two right answers may differ
    own = [density | {"values": {"mu": mu, "y": y}, "stochastic": True} for mu, y, _ in parts]
    densities = student.sequence(*own)

    what = "the log_prob of joint_draw, when mu and y were held fixed,"
    expect.close(triple(fixed, n)[2], want.log_density, what, atol=1e-3, code="pinned")
    for (_, _, log_prob), got in zip(parts, densities, strict=True):
        what = "the log_prob of joint_draw, for its mu and y,"
        expect.close(log_prob, got.log_density, what, atol=1e-3, code="scored")
    joints = [got.log_density for got in (want, *densities)]
    expect.that(min(joints) != max(joints), "The log joint of model is the same at different mu and y.")


def test_predictive_runs(student, variant):
    """The table of prior_predictive: its shape, new numbers each time, and that they follow a mu that is held fixed."""
    k, n, mu = variant.integer(4, 6), variant.integer(7, 9), variant.uniform(40.0, 60.0)
    name = probes.Name("prior_predictive")
    tables = [probes.call("prior_predictive", (k, n), stochastic=True)] * 2
    fixed = prop("following", name, k, n, mu, stochastic=True)
    middle = probes.density("model", kwargs={"n_obs": n}, values={"mu": mu, "y": torch.full((n,), mu)})
    first, second, moved, at_mu = student.sequence(*tables, fixed, middle)
    student.sequence(prop("lines", name, k, n))  # tells one mistake from another

    for table in (first, second, moved):
        expect.shape(table, (k, n), f"what prior_predictive({k}, {n}) returned", code="table")
    numbers = torch.stack([torch.as_tensor(first), torch.as_tensor(second)])
    for table in numbers:
        expect.that(len(set(table.flatten().tolist())) == k * n, "Some mornings of prior_predictive are equal.")
    expect.differ(numbers[0], numbers[1], "the tables of two calls of prior_predictive")
    away = torch.as_tensor(moved).double() - mu
    off = abs(float(away.mean()))
    expect.that(off < 4.0, "When mu is fixed in all runs of model, the mornings of prior_predictive do not follow it.")
    noise = math.exp(-float(expect.site(at_mu, "y").log_prob.double().mean())) / math.sqrt(2 * math.pi)
    told = "When mu is fixed in all runs of model, the mornings of prior_predictive spread otherwise than y does there."
    expect.that(0.4 < float(away.square().mean().sqrt()) / noise < 2.0, told, code="spread")


def test_predictive_law(student, variant, tries):
    """Many lines of prior_predictive: mean and variance of a morning, covariance of two mornings of a line."""
    k, n = 1500, variant.integer(4, 6)
    student.sequence(prop("lines", probes.Name("prior_predictive"), 6, n))  # tells one mistake from another
    for attempt in tries:
        with attempt as seed:
            table = student.call("prior_predictive", (k, n), seed=seed, limit=30.0, stochastic=True)
            expect.shape(table, (k, n), f"what prior_predictive({k}, {n}) returned", code="table")
            moments = torch.cov(torch.as_tensor(table).double().T)
            variance = float(moments.diagonal().mean())
            covariance = float((moments.sum() - moments.diagonal().sum()) / (n * (n - 1)))
            mean = float(torch.as_tensor(table).mean())
            told = "is {:.2f}; that is not what the text says"
            expect.that(
                abs(variance - 5.0) < 0.5,
                f"The variance of a morning, over {k} lines of prior_predictive, {told.format(variance)}.",
                code="variance",
            )
            expect.that(
                abs(covariance - 1.0) < 0.35,
                f"The covariance of two mornings of one line of prior_predictive {told.format(covariance)}.",
                code="covariance",
            )
            expect.that(
                abs(mean) < 0.25,
                f"The mean of the mornings of prior_predictive {told.format(mean)}.",
                code="mean",
            )
