# ---
# title: u is sorted instead of transformed
# wrong: >-
#   Sorted free numbers are ordered, too, but they are not what the transform makes of them.
# caught_by: [model_density, fit_quality, labels]
# hint: >-
#   Sorting gives ascending numbers, but it is another map than the one that the text names. Print what each of
#   them makes of the free numbers in section 3.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = u.sort().values
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)
