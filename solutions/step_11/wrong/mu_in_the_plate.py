# ---
# title: A glacier for each day
# wrong: mu is sampled inside the plate, so every observation has a mu of its own.
# caught_by: [model_sites, model_density, spread, ascent_path, ascent_jacobian]
# hint: >-
#   How many glaciers are there? A latent inside the plate is drawn once for each observation.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), torch.tensor(1.0)))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", size):
        mu = pyro.sample("mu", dist.Gamma(a, b))
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
