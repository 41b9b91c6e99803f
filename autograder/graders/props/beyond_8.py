"""What the graders of beyond_8 hand to the student's functions: models for Laplace, calls that see what is kept."""

import pyro
import pyro.distributions as dist
import torch


def share(waters, tosses, more, less):
    """A share with a Beta prior, and a binomial number of successes."""
    p = pyro.sample("share", dist.Beta(more, less))
    pyro.sample("waters", dist.Binomial(tosses, p), obs=waters)


def arrivals(counts, shape, rate):
    """A rate with a Gamma prior, and counts from it."""
    level = pyro.sample("level", dist.Gamma(shape, rate))
    with pyro.plate("days", len(counts)):
        pyro.sample("count", dist.Poisson(level), obs=counts)


def slanted(x, y, counts):
    """Three latent sites, whose names are not in the order of the alphabet; the first two lean on each other."""
    tilt = pyro.sample("tilt", dist.Normal(0.5, 1.0))
    height = pyro.sample("height", dist.Normal(1.0, 2.0))
    level = pyro.sample("level", dist.Gamma(2.0, 0.5))
    with pyro.plate("points", len(x)):
        pyro.sample("y", dist.Normal(height + tilt * x, 0.8), obs=y)
    with pyro.plate("days", len(counts)):
        pyro.sample("count", dist.Poisson(level), obs=counts)


def fitted(laplace, model, *args):
    """What laplace says of a model, and whether it still hangs on a gradient."""
    answer = laplace(model, *args)
    hangs = [isinstance(part, torch.Tensor) and part.requires_grad for part in answer]
    return {"answer": answer, "gradient": any(hangs)}


def kept(interval, samples, mass):
    """An interval, and whether the samples are as they were."""
    before = samples.clone()
    answer = interval(samples, mass)
    return {"answer": answer, "kept": torch.equal(samples, before)}


def of_belief(function, mean, covariance, *args):
    """A function of a belief, and whether everything that was handed in is as it was."""
    given = [mean, covariance, *(arg for arg in args if isinstance(arg, torch.Tensor))]
    before = [part.clone() for part in given]
    answer = function((mean, covariance), *args)
    return {"answer": answer, "kept": all(map(torch.equal, given, before))}
