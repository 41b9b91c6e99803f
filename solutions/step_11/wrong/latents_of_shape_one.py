# ---
# title: The latents are vectors with one entry
# wrong: torch.Tensor([1.0]) as a parameter gives every latent the shape (1,).
# caught_by: [model_sites]
# hint: >-
#   Look at the shape of the parameters in your distributions: a vector with one entry is a vector all
#   the same, and what is drawn from it is one too.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("Give data or n_obs: somebody has to say how many observations there are.")
    size = n_obs if data is None else len(data)
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.Tensor([1.0]), torch.Tensor([1.0])))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(torch.Tensor([1.0]), 1.0))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
