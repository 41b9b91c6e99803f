"""The model on which the graders of step_13 train a student's guide: the bean's."""

import pyro
import pyro.distributions as dist


def model(data=None, n_obs=None):
    """mu ~ Gamma(1, 1); y ~ Normal(mu, 1) in plate "N"."""
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_obs if data is None else len(data)):
        return pyro.sample("y", dist.Normal(mu, 1.0), obs=data)
