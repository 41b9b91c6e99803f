# ---
# title: mu has a prior of its own
# wrong: mu ~ Gamma(1, 1) as in later steps; a and b are drawn, but mu does not depend on them.
# caught_by: [model_density, spread, ascent_path, ascent_jacobian]
# hint: >-
#   Which parameters does the distribution of mu take? In a hierarchical model they are the latents one
#   level up.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), torch.tensor(1.0)))
    pyro.sample("a", dist.Gamma(alpha, 1.0))
    pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(torch.tensor(1.0), 1.0))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
