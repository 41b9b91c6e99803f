"""Hidden graders of step_03: a plate whose length the data decide."""

from autograder import expect, probes


def test_model_plate(student, variant):
    """`y` stands in the plate N, one independent value for each reading, with data and without."""
    data, n = variant.normal(3.0, 2.0, 7), variant.integer(3, 5)
    observed, drawn = student.sequence(probes.trace("model", (data,)), probes.trace("model", kwargs={"n_obs": n}))
    for got, size in ((observed, 7), (drawn, n)):
        expect.site(got, "y", plates={"N": (size, -1)}, batch_shape=(size,), event_shape=())


def test_model_density(both, variant):
    """The log density of the readings, for several values of the param `mu`, and whether it is made from mu itself."""
    data = variant.normal(3.0, 2.0, 5)
    # mu is moved in the store: a model that does not read its param keeps its density
    points = [{}, {"mu": variant.uniform(0.5, 2.0)}, {"mu": variant.uniform(-3.0, -1.0)}]
    asked = [probes.trace("model", (data,), params=point) for point in points]
    (*got, slopes), (*want, wanted) = both.sequence(*asked, probes.slopes("model", (data,)))
    for mine, theirs in zip(got, want, strict=True):
        expect.sites(mine, latent=[], observed=["y"], params=["mu"])
        expect.density(mine, theirs)
    expect.slopes(slopes, wanted)


def test_model_draws(student, variant):
    """Without data, n_obs fresh readings are drawn and returned."""
    n = variant.integer(4, 9)
    got, again = student.sequence(
        probes.trace("model", kwargs={"n_obs": n}), probes.draws("model", kwargs={"n_obs": n}, n=2)
    )
    expect.site(got, "y", observed=False)
    expect.shape(got.returned, (n,), f"what model(n_obs={n}) returned")
    expect.differ(again["y"][0], again["y"][1], "the readings of two runs")
    expect.close(again["return"], again["y"], "what model returned, beside its site y", code="returns_y")


def test_model_length(student, variant):
    """When both data and n_obs are given, the data decide how many readings there are."""
    n = variant.integer(5, 8)
    data = variant.normal(3.0, 2.0, n)
    for got in student.sequence(*(probes.trace("model", (data,), {"n_obs": n_obs}) for n_obs in (n - 2, n + 3))):
        site = expect.site(got, "y", observed=True)
        expect.shape(site.value, (n,), "the value of y")
        expect.close(got.returned, site.value, "what model returned, beside its data", code="returned")


def test_model_error(student):
    """With neither data nor n_obs, a ValueError names both."""
    error = student.error("model")
    expect.raised(error, "ValueError", "model() with neither data nor n_obs", mentions=("data", "n_obs"))
