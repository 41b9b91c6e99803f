# ---
# title: The assignment is not marked
# wrong: >-
#   Without the mark the assignment is drawn, not summed out. Pyro only warns.
# caught_by: [model_enumerated, fit_quality, labels]
# hint: >-
#   Nothing tells Pyro to try all captains, so it draws one for each day. What did the bag of the marbles carry
#   besides its name and its distribution?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights))
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
