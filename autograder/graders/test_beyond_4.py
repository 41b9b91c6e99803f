"""Hidden graders of beyond_4, many data: plates, batches, guides with local latents, an encoder, and its training."""

import math

import torch

from autograder import expect, probes

PRIOR_SD, TAU, NOISE, SPREAD = 3.0, 1.5, 2.0, 2.5
OWN = TAU**2 / (TAU**2 + NOISE**2)  # the weight of a hive's own reading
RUN = probes.Prop("beyond_4", "amortised_run")
WATCHED = probes.Prop("beyond_4", "watched")
TRAINED = probes.Prop("beyond_4", "trained")
ENCODED = probes.Prop("beyond_4", "encoded")
LEARNT = probes.Prop("beyond_4", "learnt")


def readings(variant, n: int) -> torch.Tensor:
    """Readings [n] around a valley's mean that is not zero."""
    return variant.normal(variant.uniform(2.0, 5.0), SPREAD, n)


def batch_of(variant, n: int, size: int) -> torch.Tensor:
    """The indices of a batch [size] of n: not the first ones, and not in order; of all n, as Pyro has them."""
    if size == n:
        return torch.arange(n)
    order = torch.argsort(variant.uniform(0.0, 1.0, n))
    batch = order[:size]
    return batch.flip(0) if bool((batch == torch.arange(size)).any()) else batch


def exact_mu(data: torch.Tensor) -> tuple[float, float]:
    """The posterior mean and sd of mu."""
    precision = 1.0 / PRIOR_SD**2 + len(data) / SPREAD**2
    return float(data.double().sum()) / SPREAD**2 / precision, precision**-0.5


def log_evidence(data: torch.Tensor) -> float:
    """The log density of all readings: normal, each with variance 2.5 squared, two with covariance 3 squared."""
    n = len(data)
    covariance = SPREAD**2 * torch.eye(n, dtype=torch.float64) + PRIOR_SD**2
    zero = torch.zeros(n, dtype=torch.float64)
    return float(torch.distributions.MultivariateNormal(zero, covariance).log_prob(data.double()))


def held(both, variant, program: str):
    """Traces of a program of task 1 on data of several sizes, one among them, free and with mu held."""
    steps = []
    for n in (variant.integer(3, 5), variant.integer(6, 9), 1):
        data = readings(variant, n)
        steps += [probes.trace(program, (data,)), probes.density(program, (data,), values={"mu": variant.normal(0, 3)})]
    moving = probes.slopes(program, (readings(variant, 3),), values={"mu": variant.normal(0.0, 3.0)})
    got, want = both.sequence(*steps, moving)
    for mine, theirs in zip(got[:-1], want[:-1], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[1:-1:2], want[1:-1:2], strict=True):
        expect.density(mine, theirs)
    expect.slopes(got[-1], want[-1])


def test_sequential_density(both, variant):
    """The loop over a plate: a site for each reading, all of them in the plate, and their densities."""
    held(both, variant, "sequential")


def test_vectorised_density(both, variant):
    """The plate of values side by side: one site, and its density."""
    held(both, variant, "vectorised")


def test_minibatch_density(both, variant):
    """The model on batches that the grader chooses: which readings are seen, with which weight; and batches of all."""
    n, size = variant.integer(6, 9), variant.integer(2, 4)
    data = readings(variant, n)
    steps = [probes.trace("minibatch", (data, size)), probes.trace("minibatch", (data, n))]
    for count in (size, size, n, 1):
        values = {"data": batch_of(variant, n, count), "mu": variant.normal(0.0, 3.0)}
        steps.append(probes.density("minibatch", (data, count), values=values))
    values = {"data": batch_of(variant, n, size), "mu": variant.normal(0.0, 3.0)}
    got, want = both.sequence(*steps, probes.slopes("minibatch", (data, size), values=values))
    runs = [both.sequence(probes.trace("minibatch", (data, size)), seed=seed)[0][0] for seed in range(3)]
    for mine, theirs in zip(got[:-1], want[:-1], strict=True):
        expect.structure(mine, theirs)
        plate = mine.sites.get("data")
        expect.that(
            plate is not None and plate.size == n,
            "The full size of the plate 'data' is not the number of readings.",
            look="The second argument of `pyro.plate` is the full size; the batch's is `subsample_size`.",
            code="full_size",
        )
    for mine, theirs in zip(got[2:-1], want[2:-1], strict=True):
        expect.density(mine, theirs)
        expect.close(mine.sites["y"].value, theirs.sites["y"].value, "what y holds for a batch of the grader's")
    expect.slopes(got[-1], want[-1])
    seen = [sorted(run.sites["y"].value.flatten().tolist()) for run in runs]
    expect.that(
        seen[0] != seen[1] or seen[1] != seen[2], "Three runs of minibatch all took the same batch.", code="same_batch"
    )


def starts_right(store: dict, wanted) -> None:
    """Each param (name, shape, value) has its start value, and a scale has a constraint."""
    for name, shape, value in wanted:
        expect.close(store[name].value, torch.full(shape, value), f"the start value of {name}")
        if name.endswith("scale"):
            expect.that(
                not torch.equal(store[name].value, store[name].unconstrained),
                f"{name} has no constraint: a gradient step may make it negative.",
                code=f"constraint_{name}",
            )


def test_local_density(both, variant):
    """The guide with two params for each hive: sites, start values, and the density of the hives in the batch."""
    n, size = variant.integer(6, 9), variant.integer(2, 4)
    data = readings(variant, n)
    start = [probes.call("local_guide", (data, size), fresh=True, stochastic=True), probes.params()]
    steps = [probes.trace("local_guide", (data, size)), probes.trace("local_guide", (data, n))]
    for count in (size, size, n, 1):
        params = {"mu_loc": variant.normal(0.0, 2.0), "mu_scale": variant.uniform(0.3, 2.0)}
        params |= {"z_loc": variant.normal(3.0, 2.0, n), "z_scale": variant.uniform(0.3, 2.0, n)}
        values = {"data": batch_of(variant, n, count), "mu": variant.normal(0.0, 3.0)}
        values["z"] = variant.normal(3.0, 2.0, count)
        steps.append(probes.density("local_guide", (data, count), values=values, params=params))
    batch = batch_of(variant, n, size)
    moving = probes.slopes("local_guide", (data, size), values={"data": batch, "mu": 1.0, "z": torch.ones(size)})
    got, want = both.sequence(*start, *steps, moving)
    for mine, theirs in zip(got[2:-1], want[2:-1], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[4:-1], want[4:-1], strict=True):
        expect.density(mine, theirs)
    store = got[1]
    starts_right(store, (("mu_loc", (), 0.0), ("mu_scale", (), 1.0), ("z_loc", (n,), 0.0), ("z_scale", (n,), 1.0)))
    for site, by in (("mu", "mu_loc"), ("mu", "mu_scale"), ("z", "z_loc"), ("z", "z_scale")):
        expect.follows(got[-1], site, by)


def test_encoder_learns(student, variant):
    """The encoder: its shapes, that each reading counts for itself, and how well it learns a line of the grader's."""
    # away from the middle of what the encoder is trained on, so that one without mu or without a shift is off here
    y, mu = readings(variant, variant.integer(4, 6)), torch.tensor(variant.uniform(3.0, 5.0))
    shift = variant.uniform(1.0, 1.6) * (1 if variant.index % 2 else -1)
    line = [variant.uniform(0.3, 0.9), variant.uniform(0.4, 1.2), shift]
    # below or above what an encoder begins with, so that one whose scale stays there is off
    scale = variant.uniform(0.5, 0.7) if variant.index % 2 else variant.uniform(1.4, 1.8)
    name = probes.Name("Encoder")
    said = student.call(ENCODED, (name, y, mu), stochastic=True)
    points = torch.tensor([-3.0, 0.5, 2.0, 6.0])
    found = student.call(LEARNT, (name, line, scale, points, mu), stochastic=True, limit=30)

    n = len(y)
    for which, shape in (("together", (n,)), ("spread", (2, n)), ("each", (n,))):
        expect.length(said[which], 2, "what an encoder returned", code=f"two_{which}")
        for part, kind in zip(said[which], ("loc", "scale"), strict=True):
            expect.shape(part, shape, f"the {kind} of readings {[n]} with a mu that broadcasts to {list(shape)}")
        expect.that(bool((said[which][1] > 0).all()), "A scale of the encoder is not positive.", code="positive")
    for k, one in enumerate(said["alone"]):
        for part, whole, kind in zip(one, said["together"], ("loc", "scale"), strict=True):
            what = f"the {kind} of a reading on its own, held against that among others,"
            expect.close(part, whole[k : k + 1], what, code=f"among_{kind}")
    expect.close(said["spread"][0][0], said["together"][0], "the loc with several mu at once, held against one,")
    what = "the loc at readings that the encoder was not trained on"
    wanted = line[0] * points + line[1] * mu + line[2]
    slope, rise = (float(one[-1] - one[0]) for one in (found["loc"], wanted))
    way = "flat" if abs(slope) < 0.5 else "shifted" if abs(slope - rise) < 0.3 else "bent"
    expect.close(found["loc"], wanted, what, rtol=0.0, atol=0.3, code=f"line:{way}")
    expect.close(found["scale"], torch.full((4,), scale), "the scale there", rtol=0.15, atol=0.0, code="scale")
    expect.that(float(found["moved"]) < 1e-6, "Training one encoder changed another one.", code="shared")


def test_amortised_density(both, variant):
    """The amortised guide with the grader's encoder: sites and params, and the density of the hives in the batch."""
    n, size = variant.integer(6, 9), variant.integer(2, 4)
    data = readings(variant, n)
    weights = [variant.uniform(0.2, 0.8), variant.uniform(0.3, 1.3), variant.uniform(-1.0, 1.0)]
    args = (probes.Name("amortised"), weights, data)
    start = [probes.call(RUN, (*args, size), fresh=True, stochastic=True), probes.params()]
    steps = [probes.trace(RUN, (*args, size)), probes.trace(RUN, (*args, n))]
    for count in (size, size, n, 1):
        params = {"mu_loc": variant.normal(0.0, 2.0), "mu_scale": variant.uniform(0.3, 2.0)}
        values = {"data": batch_of(variant, n, count), "mu": variant.normal(0.0, 3.0)}
        values["z"] = variant.normal(3.0, 2.0, count)
        steps.append(probes.density(RUN, (*args, count), values=values, params=params))
    batch = batch_of(variant, n, size)
    place = {"data": batch, "mu": 1.7, "z": torch.ones(size)}
    got, want = both.sequence(*start, *steps)
    # asked by itself: each run makes an encoder, and the store keeps the parameters of the first
    moves, _ = both.slopes(RUN, (*args, size), values=place)
    for mine, theirs in zip(got[2:], want[2:], strict=True):
        expect.structure(mine, theirs)
    for mine, theirs in zip(got[4:], want[4:], strict=True):
        expect.density(mine, theirs)
    store, registered = got[1], ["encoder$$$line", "encoder$$$log_scale"]
    names = [*registered, "mu_loc", "mu_scale"]
    expect.dictionary(store, "the param store after a run of the amortised guide", names)
    starts_right(store, (("mu_loc", (), 0.0), ("mu_scale", (), 1.0)))
    for site, by in (("mu", "mu_loc"), ("mu", "mu_scale"), ("z", "mu"), *(("z", name) for name in registered)):
        expect.follows(moves, site, by)


def test_train_contract(student, variant):
    """What train promises: a loss for each step, the batch size it was told, its guide, and an emptied store."""
    n, steps = variant.integer(8, 12), variant.integer(4, 9)
    data, size = readings(variant, n), variant.integer(3, 6)
    name = probes.Name("train")
    whole = student.call(WATCHED, (name, data, n, steps), stochastic=True, limit=30)
    part = student.call(WATCHED, (name, data, size, steps), stochastic=True, limit=30)

    for found, asked in ((whole, n), (part, size)):
        called = f"train(model, guide, data, size={asked}, steps={steps})"
        losses = expect.floats(found["losses"], f"what {called} returned", steps)
        expect.fitted("train", found["store"], guide=("center", "width"))
        told = f"the batch sizes with which {called} calls the guide"
        expect.equal(found["sizes"], [asked], told, code="sizes")
        if asked == n:  # where the guide stands at first, every draw gives the same loss
            exact = -log_evidence(data)
            way = "negated" if abs(losses[0] + exact) < 0.1 else "other"
            expect.that(
                abs(losses[0] - exact) < 0.1,
                "The guide starts at the exact posterior, and the first loss on all readings is not minus the log "
                "evidence.",
                look="Is it what `svi.step` returned, as it is, for the model, the guide and the data of the call?",
                code=f"first_loss:{way}",
            )


def test_train_posterior(student, variant, tries):
    """Your training on batches of other readings: mu against the exact posterior, and the encoder against its line."""
    data = variant.normal(0.0, SPREAD, variant.integer(40, 60))
    data = data - data.mean() + variant.uniform(3.0, 6.0)  # away from where the guide starts
    exact_mean, exact_sd = exact_mu(data)
    train = probes.call(TRAINED, (probes.Name("train"), data, 20), stochastic=True)
    for attempt in tries:
        with attempt as seed:
            _, store = student.sequence(train, probes.params(), seed=seed, limit=60)
            names = ("center", "width", "reader$$$line", "reader$$$log_scale")
            expect.dictionary(store, "the param store after train", names)
            center, width, line, log_scale = (store[name].value.double() for name in names)
            expect.posterior(float(center), float(width), exact_mean, exact_sd, "mu under the guide", mean_within=0.3)
            places = torch.tensor([exact_mean - 4.0, exact_mean, exact_mean + 4.0])
            got = line[0] * places + line[1] * exact_mean + line[2]
            what = "the encoder's loc at readings that it has not seen"
            wanted = OWN * places + (1.0 - OWN) * exact_mean
            expect.close(got, wanted, what, rtol=0.0, atol=0.25, code="line")
            scale = math.sqrt(OWN) * NOISE
            expect.close(log_scale.exp(), scale, "the encoder's scale", rtol=0.15, atol=0.0, code="scale")
