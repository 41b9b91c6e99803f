# ---
# title: Beta(alpha, 1)
# wrong: >-
#   The two numbers of the Beta are exchanged.
# caught_by: [model_density]
# hint: >-
#   With your shares a large alpha breaks off nearly all at once. Which of the two numbers of a Beta pulls towards
#   nought?
# ---

# %% grade_id="model"
def model(data, alpha, T):
    with pyro.plate("sticks", T - 1):
        betas = pyro.sample("betas", dist.Beta(alpha, 1.0))
    with pyro.plate("groups", T):
        locs = pyro.sample("locs", dist.Normal(4.0, 2.0))
        scales = pyro.sample("scales", dist.LogNormal(-1.0, 0.7))
    with pyro.plate("data", len(data)):
        z = pyro.sample("z", dist.Categorical(weights(betas)), infer={"enumerate": "parallel"})
        pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)
