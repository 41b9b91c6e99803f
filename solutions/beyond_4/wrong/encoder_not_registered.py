# ---
# title: The encoder is not registered
# wrong: >-
#   Without pyro.module SVI does not know the network's parameters, and says nothing.
# caught_by: [amortised_density]
# hint: >-
#   Your guide uses the encoder, and Pyro does not know of its parameters: nobody will train them. Which statement
#   registers a whole module?
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids], mu)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
