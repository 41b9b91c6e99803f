# ---
# title: One captain for all days
# wrong: >-
#   The assignment stands before the plate, so all days have the same captain.
# caught_by: [model_structure, fit_quality, labels]
# hint: >-
#   How many captains does one run of your model choose? Each day has its own, so the choice belongs where the
#   days are.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
