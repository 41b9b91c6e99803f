# ---
# title: The choices are not marked
# wrong: >-
#   There is no enumeration mark.
# caught_by: [model_density]
# hint: >-
#   Who tells TraceEnum_ELBO which site it is to add up?
# ---

# %% grade_id="model"
def model(data, alpha, T):
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(1.0, alpha))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(4.0, 2.0))
        scales = pyro.sample("scales", dist.LogNormal(-1.0, 0.7))
    with pyro.plate("data", len(data)):
        z = pyro.sample("z", dist.Categorical(weights(betas)))
        pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)
