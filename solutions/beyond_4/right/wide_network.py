# ---
# title: A network with a hidden layer; a class as the guide; an exponential schedule
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    """A straight line, and a small network that bends it where that helps."""

    def __init__(self):
        super().__init__()
        self.straight = torch.nn.Linear(2, 1)
        self.bend = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
        self.raw_scale = torch.nn.Parameter(torch.tensor(0.5))
        with torch.no_grad():
            for part in self.bend[2].parameters():
                part.zero_()

    def forward(self, y, mu):
        both = torch.stack([y + 0 * mu, mu + 0 * y], dim=-1) / 4.0
        loc = 4.0 * (self.straight(both) + 0.03 * self.bend(both))[..., 0]
        return loc, 1e-3 + self.raw_scale.square() + 0 * loc


# %% grade_id="local_guide"
def local_guide(data, size):
    ones, zeros = torch.ones(data.shape), torch.zeros(data.shape)
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        z_loc = pyro.param("z_loc", zeros)[ids]
        z_scale = pyro.param("z_scale", ones, constraint=constraints.interval(1e-4, 1e4))[ids]
        pyro.sample("z", dist.Normal(z_loc, z_scale))
    width = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.greater_than(0.0))
    return pyro.sample("mu", dist.Normal(pyro.param("mu_loc", torch.tensor(0.0)), width))


# %% grade_id="amortised"
class Guide:
    def __init__(self, encoder):
        self.encoder = encoder

    def __call__(self, data, size):
        pyro.module("encoder", self.encoder)
        loc = pyro.param("mu_loc", torch.tensor(0.0))
        scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(loc, scale))
        with pyro.plate("data", len(data), subsample_size=size) as batch:
            pyro.sample("z", dist.Normal(*self.encoder(data[batch], mu)))


def amortised(encoder):
    return Guide(encoder)


# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    schedule = pyro.optim.ExponentialLR({"optimizer": torch.optim.Adam, "optim_args": {"lr": 0.1}, "gamma": 0.992})
    svi = SVI(model, guide, schedule, Trace_ELBO(num_particles=16, vectorize_particles=True, max_plate_nesting=1))
    losses = []
    for _ in range(steps):
        losses.append(svi.step(data, size))
        schedule.step()
    return losses
