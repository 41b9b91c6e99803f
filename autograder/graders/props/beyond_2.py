"""Programs that the graders of beyond_2 weigh and train, and runs of what a student's functions make."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.distributions import constraints


def held_run(held, guess, measurement):
    """Make the program of held, unseen by the handlers around it; then run it once, seen."""
    with poutine.block():
        program = held(measurement)
    return program(guess)


def while_made(held, measurement):
    """The sample sites that held runs while it makes its program."""
    run = poutine.trace(held).get_trace(measurement)
    return [name for name, node in run.nodes.items() if node["type"] == "sample"]


class Given(dist.Normal):
    """A normal distribution that draws what it was given."""

    def rsample(self, sample_shape=()):
        return self.given.clone()

    sample = rsample


def given(loc, scale, value):
    """The normal distribution whose next draw is this value."""
    made = Given(loc, scale)
    made.given = value
    return made


def weighed(log_weights, n, xs, ys, data, width):
    """Log weights of a guide whose draws of x and y are these, run by run. xs, ys: [n]; data: [m]; width: a float."""
    runs = []

    def model(data, width):
        level = pyro.param("level", torch.tensor(2.0))
        x = pyro.sample("x", dist.Normal(level, 3.0))
        y = pyro.sample("y", dist.Normal(x, 0.5))
        with pyro.plate("data", len(data)):
            pyro.sample("seen", dist.Normal(x + y, width), obs=data)

    def guide(data, width):
        run = len(runs) % n
        runs.append(run)
        x = pyro.sample("x", given(data.mean(), torch.tensor(2.0), xs[run]))
        pyro.sample("y", given(x, width, ys[run]))

    return log_weights(model, guide, n, data, torch.tensor(width))


def perfectly_weighed(log_weights, n, loc, spread, noise, seen):
    """Log weights of the exact posterior as a guide: each of them is the log evidence."""
    precision = 1.0 / spread**2 + 1.0 / noise**2
    mean = (loc / spread**2 + seen / noise**2) / precision

    def model(seen):
        level = pyro.sample("level", dist.Normal(loc, spread))
        pyro.sample("seen", dist.Normal(level, noise), obs=seen)

    def guide(seen):
        pyro.sample("level", dist.Normal(mean, precision**-0.5))

    return log_weights(model, guide, n, torch.tensor(seen))


def start_kept(guide, guess, measurement):
    """guess and measurement after a first run of a guide, when a was moved."""
    pyro.clear_param_store()
    guide(guess, measurement)
    with torch.no_grad():
        pyro.param("a").unconstrained().add_(3.0)
    return [guess.detach(), measurement.detach()]


def kept_promises(train, guess, measurement):
    """train with a guide of other names, in a store with leftovers: what it returned, the store, what was given."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    pyro.param("centre", torch.tensor(-900.0))

    def model(guess, measurement):
        load = pyro.sample("load", dist.Normal(guess, 1.5))
        pyro.sample("shown", dist.Normal(load, 0.9), obs=measurement)

    def guide(guess, measurement):
        centre = pyro.param("centre", guess.clone())
        tilt = pyro.param("tilt", torch.tensor(0.125))
        width = pyro.param("width", torch.tensor(0.25), constraint=constraints.positive)
        pyro.sample("load", dist.Normal(centre + tilt, width))

    returned = train(model, guide, guess, measurement)
    store = {name: value.item() for name, value in pyro.get_param_store().items()}
    return {"returned": returned, "store": store, "given": [guess.detach(), measurement.detach()]}


def trained(train, spread, noise, guess, measurement):
    """What train returns for a model with these standard deviations, and a guide that starts at the guess."""

    def model(guess, measurement):
        weight = pyro.sample("weight", dist.Normal(guess, spread))
        pyro.sample("measurement", dist.Normal(weight, noise), obs=measurement)

    def guide(guess, measurement):
        middle = pyro.param("middle", guess.clone())
        breadth = pyro.param("breadth", torch.tensor(0.25), constraint=constraints.positive)
        pyro.sample("weight", dist.Normal(middle, breadth))

    return train(model, guide, guess, measurement)
