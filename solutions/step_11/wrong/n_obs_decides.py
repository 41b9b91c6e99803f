# ---
# title: n_obs decides although data are given
# wrong: The plate takes its size from n_obs whenever that is given.
# caught_by: [model_sites]
# hint: >-
#   When both arguments are given, which of the two has to decide the length of the plate?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if n_obs is not None else len(data)
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), torch.tensor(1.0)))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
