# ---
# title: mu_scale has no constraint
# wrong: >-
#   Nothing keeps mu_scale above zero, and in training it soon falls below.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   The optimiser moves a parameter wherever the gradient points. What stops the scale from becoming negative?
#   Look at how the thermometer's guide asks for its scale.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1))
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
