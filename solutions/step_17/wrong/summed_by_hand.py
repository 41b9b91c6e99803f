# ---
# title: A mixture distribution without an assignment
# wrong: >-
#   The marginal density is right, but there is no assignment left to ask for.
# caught_by: [model_structure, model_density, model_enumerated, labels]
# hint: >-
#   Your y has the right marginal density, but there is no choice left in the model that one could ask for. The
#   text wants a site of its own for it.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    mixture = dist.MixtureSameFamily(dist.Categorical(weights), dist.Normal(locs, scale))
    with pyro.plate("N", size):
        return pyro.sample("y", mixture, obs=data)
