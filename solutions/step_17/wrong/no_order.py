# ---
# title: u is taken for the locs
# wrong: >-
#   The locs are not ordered: the free numbers are used as they are.
# caught_by: [model_density, fit_quality, labels]
# hint: >-
#   Your y are centred at the free numbers themselves. What has to be done to them, so that the first captain is
#   the earlier one? Look at section 3.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = u
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
