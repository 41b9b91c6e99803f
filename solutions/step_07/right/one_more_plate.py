# ---
# title: All lines in one run, by a plate around the model; the log joint by hand
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    """y is a standard normal, moved and stretched; the data come in through condition."""
    if data is not None:
        return poutine.condition(model, data={"y": data})(n_obs=len(data))
    if n_obs is None:
        raise ValueError("neither data nor n_obs was given")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu + torch.zeros(n_obs), torch.full((n_obs,), NOISE)))


# %% grade_id="joint_draw"
def joint_draw(n):
    """The formula of the text, term by term."""
    sites = poutine.trace(model).get_trace(n_obs=n).nodes
    mu, y = sites["mu"]["value"], sites["y"]["value"]
    log_prob = dist.Normal(0.0, 1.0).log_prob(mu)
    for morning in y:
        log_prob = log_prob + dist.Normal(mu, NOISE).log_prob(morning)
    return mu, y, log_prob


# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    """mu has the shape [k, 1] in here, and y the shape [k, n]."""
    with pyro.plate("lines", k, dim=-2):
        return model(n_obs=n)
