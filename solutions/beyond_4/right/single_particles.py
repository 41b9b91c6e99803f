# ---
# title: Single draws and more steps; functools in place of a nested function
# ---

# %% grade_id="plates"
def sequential(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    names = [f"y_{i}" for i in range(len(data))]
    for i in pyro.plate("data", len(data)):
        reading = dist.Normal(mu, SPREAD)
        pyro.sample(names[i], reading, obs=data[i])


def vectorised(data):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", data.numel()):
        pyro.sample("y", dist.Normal(mu.expand(data.shape), SPREAD), obs=data)


# %% grade_id="minibatch"
def minibatch(data, size):
    mu = pyro.sample("mu", dist.Normal(0.0, PRIOR_SD))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        batch = torch.stack([data[i] for i in ids])
        pyro.sample("y", dist.Normal(mu, SPREAD), obs=batch)


# %% grade_id="amortised"
import functools


def _guide(encoder, data, size):
    pyro.module("encoder", encoder, update_module_params=False)
    loc = pyro.param("mu_loc", torch.tensor(0.0))
    scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    mu = pyro.sample("mu", dist.Normal(loc, scale))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        z_loc, z_scale = encoder(data[ids], mu)
        pyro.sample("z", dist.Normal(z_loc, z_scale))


def amortised(encoder):
    return functools.partial(_guide, encoder)


# %% grade_id="train"
def train(model, guide, data, size, steps=1500):
    pyro.clear_param_store()
    svi = SVI(model, guide, ClippedAdam({"lr": 0.08, "lrd": 0.9965}), Trace_ELBO())
    losses = []
    for _ in range(steps):
        losses.append(float(svi.step(data, size)))
    return losses
