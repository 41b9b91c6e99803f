# ---
# title: The amortised guide's plate has another name
# wrong: >-
#   The model draws another batch than the guide.
# caught_by: [amortised_density]
# hint: >-
#   The hives of your guide are not those of the model. By which name do the two agree on a batch?
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("batch", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids], mu)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
