"""What the graders of step_12 ask about posterior_samples without a long run: its defaults, and its orders to MCMC."""

import inspect

from pyro.infer import MCMC


def defaults(function):
    """The defaults of a function's parameters, by name, as far as they are numbers."""
    parameters = inspect.signature(function).parameters.values()
    return {one.name: one.default for one in parameters if isinstance(one.default, int | float)}


class Met(BaseException):
    """Carries an MCMC out of the function that runs it; no Exception, lest that function takes it for its own."""


def orders(posterior_samples, data, seed, sizes):
    """How many warm-up steps and draws the first MCMC is told to make, which is not run; None if there is none."""

    def run(self, *args, **kwargs):
        raise Met(self)

    MCMC.run = run  # in a fork of the notebook's process, which ends with this call
    try:
        posterior_samples(data, seed, **sizes)
    except Met as met:
        return {"warmup": met.args[0].warmup_steps, "draws": met.args[0].num_samples}
    return None
