# ---
# title: The encoder gets the first readings
# wrong: >-
#   data[:size] instead of the batch.
# caught_by: [amortised_density]
# hint: >-
#   Your encoder reads the same hives in every step, whatever the batch is. Which readings does the model observe?
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size):
            loc, scale = encoder(data[:size], mu)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
