# ---
# title: The guide observes the data
# wrong: >-
#   A copy of the model's likelihood in the guide: SVI raises, because an observed site cannot be replayed.
# caught_by: [guide_density, guide_trains]
# hint: >-
#   The data belong to the model. A guide proposes only what is not known: which sites of the model are those?
# ---

# %% grade_id="guide"
def guide(data=None, n_obs=None):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(0.1), constraint=constraints.positive)
    mu = pyro.sample("mu", dist.LogNormal(mu_loc, mu_scale))
    if data is not None:
        with pyro.plate("N", len(data)):
            pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
