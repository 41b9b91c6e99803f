# ---
# title: Names made otherwise; params cut by the plate; an encoder of single numbers; torch's own optimiser
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(torch.zeros(()), PRIOR_SD))
    for i in pyro.plate("data", size=data.shape[0]):
        pyro.sample("y_" + str(i), dist.Normal(loc=mu, scale=SPREAD), obs=data[i])


def vectorised(data):
    readings = pyro.plate("data", len(data), dim=-1)
    mu = pyro.sample("mu", dist.Normal(0.0, 3.0))
    with readings:
        return pyro.sample("y", dist.Normal(mu, 2.5), obs=data)


# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    plate = pyro.plate("data", len(data), subsample_size=size)
    with plate:
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=pyro.subsample(data, event_dim=0))


# %% grade_id="local_guide"
def local_guide(data, size):
    positive, n = constraints.positive, len(data)
    mu_loc, mu_scale = pyro.param("mu_loc", torch.tensor(0.0)), pyro.param("mu_scale", torch.tensor(1.0), positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("data", n, subsample_size=size):
        # inside the plate, and with event_dim, Pyro itself picks those of the batch
        z_loc = pyro.param("z_loc", torch.zeros(n), event_dim=0)
        z_scale = pyro.param("z_scale", torch.ones(n), constraint=positive, event_dim=0)
        pyro.sample("z", dist.Normal(z_loc, z_scale))


# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.own = torch.nn.Parameter(torch.tensor(0.0))
        self.valley = torch.nn.Parameter(torch.tensor(0.0))
        self.shift = torch.nn.Parameter(torch.tensor(0.0))
        self.width = torch.nn.Parameter(torch.tensor(0.5))

    def forward(self, y, mu):
        loc = self.own * y + self.valley * mu + self.shift
        return loc, torch.nn.functional.softplus(self.width) * torch.ones_like(loc)


# %% grade_id="amortised"
def amortised(encoder):
    def guide(*args):
        data, size = args
        net = pyro.module("encoder", encoder)
        mu = pyro.sample(
            "mu",
            dist.Normal(
                pyro.param("mu_loc", torch.tensor(0.0)),
                pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.softplus_positive),
            ),
        )
        with pyro.plate("data", data.shape[0], subsample_size=size) as ids:
            return pyro.sample("z", dist.Normal(*net(data.index_select(0, ids), mu)))

    return guide


# %% grade_id="train"
def train(model, guide, data, size, steps=700):
    pyro.get_param_store().clear()
    estimate = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    guide(data, size)
    knobs = [value.unconstrained() for value in pyro.get_param_store().values()]
    optimiser = torch.optim.Adam(knobs, lr=0.08)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=steps, eta_min=1e-4)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = estimate.differentiable_loss(model, guide, data, size)
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    return losses
