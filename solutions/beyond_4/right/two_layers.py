# ---
# title: A network of two layers; a class as the guide; an exponential schedule
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    """Two layers, the second on top of the first; one scale for all."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))
        self.raw_scale = torch.nn.Parameter(torch.tensor(0.5))

    def forward(self, y, mu):
        loc = self.layers(torch.stack([y + 0 * mu, mu + 0 * y], dim=-1))[..., 0]
        return loc, torch.nn.functional.softplus(self.raw_scale) + 0 * loc


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
