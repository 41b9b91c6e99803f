# ---
# title: mu is a deterministic site of the guide
# wrong: >-
#   The guide draws log mu at a site of its own and notes mu with pyro.deterministic, which is an observed site.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   Your guide draws the logarithm, and notes mu beside it. For Pyro what is noted is given, not drawn: the site of
#   the latent itself needs a distribution, one on the positive numbers.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    log_mu = pyro.sample("log_mu", dist.Normal(mu_loc, mu_scale))
    pyro.deterministic("mu", log_mu.exp())
