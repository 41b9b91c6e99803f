# ---
# title: Two branches with a site each, and the likelihood from the distribution itself
# ---

# %% grade_id="model"
def model(data=None):
    usual = pyro.param("mu", torch.zeros(()))
    lateness = dist.Normal(loc=usual, scale=torch.tensor(NOISE))
    if data is None:
        return pyro.sample("y", lateness)
    return pyro.sample("y", lateness, obs=data)


# %% grade_id="log_likelihood"
def log_likelihood(value):
    mu = pyro.param("mu", torch.tensor(0.0)).detach()
    return float(dist.Normal(mu, NOISE).log_prob(torch.tensor(value)))
