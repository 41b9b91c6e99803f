# ---
# title: The params of the first hives for any batch
# wrong: >-
#   z_loc[:size]: the same hives learn from every batch.
# caught_by: [local_density]
# hint: >-
#   Whatever the batch, your guide takes the params of the same hives. Which hives are in the batch?
# ---

# %% grade_id="local_guide"
def local_guide(data, size):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    z_loc = pyro.param("z_loc", torch.zeros(len(data)))
    z_scale = pyro.param("z_scale", torch.ones(len(data)), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("data", len(data), subsample_size=size):
        pyro.sample("z", dist.Normal(z_loc[:size], z_scale[:size]))
