# ---
# title: exp of a normal by hand; a decaying schedule; a summary from the distribution object
# ---

# %% grade_id="guide"
def guide(*args, **kwargs):
    log_mu = dist.Normal(
        pyro.param("mu_loc", lambda: torch.zeros(())),
        pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.softplus_positive),
    )
    return pyro.sample("mu", dist.TransformedDistribution(log_mu, [dist.transforms.ExpTransform()]))


# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    store = pyro.get_param_store()
    mu = dist.LogNormal(store["mu_loc"].detach(), store["mu_scale"].detach())
    return mu.mean.item(), mu.stddev.item()


# %% grade_id="fit"
def fit(data, guide, steps=200):
    pyro.get_param_store().clear()
    schedule = pyro.optim.ExponentialLR(
        {"optimizer": torch.optim.Adam, "optim_args": {"lr": 0.1}, "gamma": 0.99}, {"clip_norm": 10.0}
    )
    svi = SVI(model, guide, schedule, loss=Trace_ELBO(num_particles=256, vectorize_particles=True))
    losses = []
    for _ in range(steps):
        losses.append(float(svi.step(data)))
        schedule.step()
    return losses
