# ---
# title: The scales have no constraint
# wrong: >-
#   Nothing keeps mu_scale and z_scale positive.
# caught_by: [local_density]
# hint: >-
#   The optimiser moves a param wherever the gradient points. What keeps your scales above zero?
# ---

# %% grade_id="local_guide"
def local_guide(data, size):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0))
    z_loc = pyro.param("z_loc", torch.zeros(len(data)))
    z_scale = pyro.param("z_scale", torch.ones(len(data)))
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("data", len(data), subsample_size=size) as ids:
        pyro.sample("z", dist.Normal(z_loc[ids], z_scale[ids]))
