# ---
# title: alpha has a Gamma prior
# wrong: Gamma where the text says InverseGamma; at alpha = 1 the two densities agree.
# caught_by: [model_density, spread]
# hint: >-
#   At one point, two different families may have the same density. Which family does the text give to
#   alpha?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    alpha = pyro.sample("alpha", dist.Gamma(1.0, 1.0))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
