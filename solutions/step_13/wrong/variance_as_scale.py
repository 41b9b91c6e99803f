# ---
# title: A variance is given as the scale
# wrong: >-
#   The log-normal gets the square of mu_scale. Training would make up for it, only with another mu_scale.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   What is the second argument of the log-normal: a standard deviation or a variance? And what does the text
#   call mu_scale?
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale**2))
