# ---
# title: The mu that is handed on is cut off
# wrong: >-
#   mu.detach() goes into the encoder: the density is right, and no gradient comes back through the encoder to mu.
# caught_by: [amortised_density]
# hint: >-
#   What your encoder gets is only a copy of mu's number. No gradient can find its way back through it.
# unnoticed: >-
#   The visible check looks at densities, and those are right; training would end a little off.
# ---

# %% grade_id="amortised"
def amortised(encoder):
    def guide(data, size):
        pyro.module("encoder", encoder)
        mu_loc = pyro.param("mu_loc", torch.tensor(0.0))
        mu_scale = pyro.param("mu_scale", torch.tensor(1.0), constraint=constraints.positive)
        mu = pyro.sample("mu", dist.Normal(mu_loc, mu_scale))
        with pyro.plate("data", len(data), subsample_size=size) as ids:
            loc, scale = encoder(data[ids], mu.detach())
            pyro.sample("z", dist.Normal(loc, scale))

    return guide
