# ---
# title: z stands in no plate
# wrong: >-
#   One draw with many parts instead of independent draws in a plate.
# caught_by: [local_density]
# hint: >-
#   In the model, z stands in a plate, and in your guide it does not. Where does the batch come from then?
# ---

# %% grade_id="local_guide"
def local_guide(data, size):
    mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
    mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
    z_loc = pyro.param("z_loc", torch.zeros(len(data)))
    z_scale = pyro.param("z_scale", torch.ones(len(data)), constraint=constraints.positive)
    pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
    ids = torch.randperm(len(data))[:size]
    pyro.sample("z", dist.Normal(z_loc[ids], z_scale[ids]).to_event(1))
