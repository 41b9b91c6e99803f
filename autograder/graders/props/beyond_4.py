"""What the graders of beyond_4 hand to the student's functions: hives, encoders, guides, and calls that watch."""

import pyro
import pyro.distributions as dist
import torch
from pyro.distributions import constraints


def hives(data, size):
    """mu ~ Normal(0, 3); z ~ Normal(mu, 1.5) and y ~ Normal(z, 2) in a plate that draws batches."""
    mu = pyro.sample("mu", dist.Normal(0.0, 3.0))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        z = pyro.sample("z", dist.Normal(mu, 1.5))
        pyro.sample("y", dist.Normal(z, 2.0), obs=data[ids])


class Line(torch.nn.Module):
    """An encoder whose loc is a line with these weights for y, mu and one, and whose scale moves with y."""

    def __init__(self, weights):
        super().__init__()
        self.line = torch.nn.Parameter(torch.as_tensor(weights))
        self.log_scale = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, y, mu):
        loc = self.line[0] * y + self.line[1] * mu + self.line[2]
        return loc, (self.log_scale + 0.1 * (y - mu)).exp()


class Even(Line):
    """The same with a scale that is the same everywhere."""

    def forward(self, y, mu):
        loc, _ = super().forward(y, mu)
        return loc, self.log_scale.exp().expand(loc.shape)


def amortised_run(amortised, weights, data, size):
    """One run of the guide that amortised makes of the grader's encoder."""
    amortised(Line(weights))(data, size)


def valley(encoder, start_mean, start_sd):
    """An amortised guide under names of the grader's own."""

    def guide(data, size):
        pyro.module("reader", encoder)
        center = pyro.param("center", torch.as_tensor(start_mean))
        width = pyro.param("width", torch.as_tensor(start_sd), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(center, width))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            pyro.sample("z", dist.Normal(*encoder(data[ids], mu)))

    return guide


def watched(train, data, size, steps):
    """Train the grader's guide from the exact posterior, in a store with leftovers: losses, store and sizes seen."""
    precision = 1.0 / 9.0 + len(data) / 6.25
    encoder = Even([0.36, 0.64, 0.0])
    with torch.no_grad():
        encoder.log_scale.fill_(0.1823216)  # the log of 1.2
    inner = valley(encoder, data.sum() / 6.25 / precision, precision**-0.5)
    sizes = []

    def guide(data, size):
        sizes.append(int(size))
        inner(data, size)

    pyro.clear_param_store()
    pyro.param("center", torch.tensor(-9.0))
    pyro.param("forgotten", torch.tensor(7.0))
    losses = train(hives, guide, data, size, steps=steps)
    return {"losses": losses, "store": sorted(pyro.get_param_store().keys()), "sizes": sorted(set(sizes))}


def trained(train, data, size):
    """Train the grader's guide from afar with the default number of steps."""
    train(hives, valley(Even([0.0, 0.0, 0.0]), 0.0, 1.0), data, size)


def encoded(make, y, mu):
    """What new encoders say: about all readings, about each alone, and about mu of another shape."""
    torch.manual_seed(3)
    encoder = make()
    with torch.no_grad():
        together = list(encoder(y, mu))
        alone = [list(encoder(y[k : k + 1], mu)) for k in range(len(y))]
        spread = list(encoder(y, torch.stack([mu, mu + 1.0]).reshape(2, 1)))
        each = list(encoder(y, mu.expand(y.shape)))
    return {"together": together, "alone": alone, "spread": spread, "each": each}


def learnt(make, line, scale, y, mu):
    """Train one of two new encoders to a line; what it says of y and mu, and how far the other one has moved."""
    torch.manual_seed(4)
    encoder, other = make(), make()
    with torch.no_grad():
        before = other(y, mu)[0].clone()
    optimiser = torch.optim.Adam(encoder.parameters(), lr=0.05)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.993)
    for _ in range(600):
        readings, means = 1.0 + 4.0 * torch.randn(32), 1.0 + 2.0 * torch.randn(32)
        loc, width = encoder(readings, means)
        wanted = torch.distributions.Normal(line[0] * readings + line[1] * means + line[2], scale)
        gap = torch.distributions.kl_divergence(wanted, torch.distributions.Normal(loc, width)).mean()
        optimiser.zero_grad()
        gap.backward()
        optimiser.step()
        slower.step()
    with torch.no_grad():
        loc, width = encoder(y, mu)
        moved = (other(y, mu)[0] - before).abs().max()
    return {"loc": loc, "scale": width, "moved": moved}
