# ---
# title: Always two captains
# wrong: >-
#   The argument K is ignored.
# caught_by: [model_structure, model_density, model_enumerated, labels]
# hint: >-
#   How many captains does your model have when somebody asks for three?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    K = 2
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
