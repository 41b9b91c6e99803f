# ---
# title: SVI written out with a torch optimiser; the formulas in torch
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    loc = pyro.param("mu_loc", torch.tensor(0.0))
    scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.interval(0.0, 50.0))
    mu = pyro.sample("mu", dist.LogNormal(loc=loc, scale=scale))
    return {"mu": mu}


# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    with torch.no_grad():
        loc, variance = pyro.param("mu_loc"), pyro.param("mu_scale") ** 2
        mean = (loc + 0.5 * variance).exp()
        second_moment = (2.0 * loc + 2.0 * variance).exp()
    return mean.item(), (second_moment - mean**2).sqrt().item()


# %% grade_id="fit"
def fit(data, guide, steps=200):
    pyro.clear_param_store()
    guide(data)  # registers the parameters
    knobs = [value.unconstrained() for value in pyro.get_param_store().values()]
    optimiser = torch.optim.Adam(knobs, lr=0.1)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.99)
    elbo = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=1)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = elbo.differentiable_loss(model, guide, data)
        loss.backward()
        torch.nn.utils.clip_grad_value_(knobs, 10.0)
        optimiser.step()
        slower.step()
        losses.append(loss.item())
    return losses
