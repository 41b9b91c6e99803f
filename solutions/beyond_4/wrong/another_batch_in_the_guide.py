# ---
# title: The guide's plate has another name
# wrong: >-
#   The model does not find the guide's batch and draws one of its own.
# caught_by: [local_density]
# hint: >-
#   Model and guide have to speak of the same hives in each step. By which name do they agree on a batch?
# ---

# %% grade_id="local_guide"
def local_guide(data, size):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    z_loc = pyro.param("z_loc", torch.zeros(len(data)))
    z_scale = pyro.param("z_scale", torch.ones(len(data)), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    with pyro.plate("hives", len(data), subsample_size=size) as ids:
        pyro.sample("z", dist.Normal(z_loc[ids], z_scale[ids]))
