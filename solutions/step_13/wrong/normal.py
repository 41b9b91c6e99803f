# ---
# title: A normal guide
# wrong: >-
#   The guide proposes negative values, which the Gamma prior forbids.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   Your guide can propose values that the model's prior forbids. Which numbers does the latent allow, and
#   which does your guide's distribution give? Section 4 is about this support.
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
