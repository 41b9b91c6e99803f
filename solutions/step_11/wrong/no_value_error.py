# ---
# title: Nothing is said when both arguments are missing
# wrong: Without data and n_obs the model makes up a single observation.
# caught_by: [model_sites]
# hint: >-
#   What shall the model do when it is given neither data nor a length? The text asks for an error, not
#   for a guess.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    size = len(data) if data is not None else n_obs or 1
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), torch.tensor(1.0)))
    a = pyro.sample("a", dist.Gamma(alpha, 1.0))
    b = pyro.sample("b", dist.Gamma(1.0, 1.0))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
