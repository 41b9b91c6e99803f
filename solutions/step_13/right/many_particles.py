# ---
# title: The learning rate falls with the number of steps; a guide written in one statement
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    pyro.sample(
        "mu",
        dist.LogNormal(
            pyro.param("mu_loc", torch.tensor(0.0)),
            pyro.param("mu_scale", torch.tensor(0.1), constraint=dist.constraints.positive),
        ),
    )


# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    loc, scale = (float(pyro.param(name)) for name in ("mu_loc", "mu_scale"))
    mean = math.exp(loc + scale * scale / 2)
    variance = (math.exp(scale * scale) - 1) * math.exp(2 * loc + scale * scale)
    return mean, variance**0.5


# %% grade_id="fit"
def fit(data, guide, steps=200):
    pyro.clear_param_store()
    optimiser = ClippedAdam({"lr": 0.1, "lrd": 0.1 ** (1 / steps), "clip_norm": 20.0})
    svi = SVI(model, guide, optimiser, Trace_ELBO(num_particles=400, vectorize_particles=True))
    losses = []
    for _ in range(steps):
        losses.append(svi.step(data))
    return losses
