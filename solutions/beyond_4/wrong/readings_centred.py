# ---
# title: The readings are centred on their batch
# wrong: >-
#   The encoder gets y minus the mean of the batch.
# caught_by: [amortised_density]
# hint: >-
#   The encoder should get the readings as they are. In yours, a reading depends on who else is in the batch.
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids] - data[ids].mean(), mu)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
