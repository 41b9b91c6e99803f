# ---
# title: The scale of each group squared
# wrong: >-
#   scales ** 2.
# caught_by: [model_density]
# hint: >-
#   Normal takes a standard deviation, and scales are that already.
# ---

# %% grade_id="model"
def model(data, alpha, T):
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(1.0, alpha))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(4.0, 2.0))
        scales = pyro.sample("scales", dist.LogNormal(-1.0, 0.7))
    with pyro.plate("data", len(data)):
        z = pyro.sample("z", dist.Categorical(weights(betas)), infer={"enumerate": "parallel"})
        pyro.sample("y", dist.Normal(locs[z], scales[z] ** 2), obs=data)
