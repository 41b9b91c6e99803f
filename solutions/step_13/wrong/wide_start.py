# ---
# title: mu_scale starts wide
# wrong: >-
#   The start value of the scale is 1, not 0.1.
# caught_by: [guide_density]
# hint: >-
#   Look at the values with which your parameters start, and at what section 7 says about wide starts.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
