# ---
# title: The guide takes no arguments
# wrong: >-
#   SVI calls model and guide with the same arguments, so training raises a TypeError.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   SVI calls the model and the guide with the same arguments, whether the guide needs them or not.
# ---

# %% grade_id="guide"
def guide():
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
