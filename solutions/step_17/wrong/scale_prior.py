# ---
# title: The prior of the scale is too narrow
# wrong: >-
#   The second argument of LogNormal is 1.
# caught_by: [model_density]
# hint: >-
#   The log density of the scale is not that of the text's prior. Hold the arguments of your LogNormal against
#   the text.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 1.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
