# ---
# title: Shape and rate of mu swapped
# wrong: mu ~ Gamma(b, a).
# caught_by: [model_density, spread, ascent_path, ascent_jacobian]
# hint: >-
#   Which comes first in a Gamma, the shape or the rate, and which of the two is a in the text?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), torch.tensor(1.0)))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(b, a))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
