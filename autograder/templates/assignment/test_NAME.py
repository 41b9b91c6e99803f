"""Hidden graders of NAME: one function for each graded cell, named as the cell."""

from autograder import expect


def test_model_sites(student, variant):
    """The sites of model: which are latent, which observed, and which stand in the plate."""
    for n in (1, variant.integer(4, 8)):
        got = student.trace("model", (variant.normal(4.0, 2.0, n),))
        expect.sites(got, latent=["temperature"], observed=["reading"])
        expect.site(got, "temperature", plates={}, batch_shape=(), event_shape=())
        expect.site(got, "reading", plates={"readings": (n, -1)}, batch_shape=(n,), event_shape=())


def test_model_density(both, variant):
    """The log densities of temperature and reading, at several temperatures and for other readings."""
    readings = variant.normal(4.0, 2.0, variant.integer(4, 8))
    points = [variant.uniform(low, low + 3.0) for low in (-3.0, 2.0, 7.0)]
    for mine, theirs in [both.density("model", (readings,), values={"temperature": point}) for point in points]:
        expect.density(mine, theirs)
