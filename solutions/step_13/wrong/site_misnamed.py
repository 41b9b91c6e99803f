# ---
# title: The guide's site has another name
# wrong: >-
#   The guide draws at "mu_guide". Pyro only warns: the model then draws its own mu from the prior.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   Model and guide find each other by the names of their sites. Hold the name in your pyro.sample statement
#   against the name of the model's latent, letter by letter.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    pyro.sample("mu_guide", dist.LogNormal(mu_loc, mu_scale))
