# ---
# title: A Python loop over the days
# wrong: >-
#   int() of each assignment works in a plain run, and pairs the possibilities with days under enumeration.
# caught_by: [model_enumerated, fit_quality, labels]
# hint: >-
#   Under enumeration the assignment is not one number for each day: print its shape. Your loop takes it for a
#   list of days.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        means = torch.stack([locs[int(k)] for k in assignment])
        return pyro.sample("y", dist.Normal(means, scale), obs=data)
