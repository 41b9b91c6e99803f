# ---
# title: The encoder gets mu_loc for the mu that was drawn
# wrong: >-
#   All z lean on the middle of the guide, not on its draw: mu is then as narrow as in the local guide.
# caught_by: [amortised_density]
# hint: >-
#   Your encoder leans on where the guide's mu has its middle, not on the mu that it has just drawn. Section 5 says
#   why the two must not be confused.
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids], mu_loc)
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
