# ---
# title: u is a batch, not an event
# wrong: >-
#   u keeps a batch dimension without a plate.
# caught_by: [model_structure, fit_quality, labels]
# hint: >-
#   Your u has a batch dimension that belongs to no plate. What turns a batch of numbers into one event?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
