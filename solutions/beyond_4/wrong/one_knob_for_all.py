# ---
# title: One loc and scale for all hives
# wrong: >-
#   The params of z have the shape ().
# caught_by: [local_density]
# hint: >-
#   Your guide has two numbers for all the hives together. How many hives are there, and what does the text say
#   about the shape of their params?
# ---

# %% grade_id="local_guide"
def local_guide(data, size):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    z_loc = pyro.param("z_loc", torch.tensor(0.0))
    z_scale = pyro.param("z_scale", torch.tensor(1.0), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("data", len(data), subsample_size=size):
        pyro.sample("z", dist.Normal(z_loc, z_scale))
