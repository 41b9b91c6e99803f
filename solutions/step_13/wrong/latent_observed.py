# ---
# title: obs= at the guide's own site
# wrong: >-
#   The site mu is fixed to its median with obs=, so nothing is drawn.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   A site with obs= is not drawn, it is given. The guide's job is to draw: look at the rules in section 2.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale), obs=mu_loc.exp())
