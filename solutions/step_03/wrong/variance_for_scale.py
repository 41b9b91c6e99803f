# ---
# title: The variance is given where Normal takes the standard deviation
# wrong: NOISE ** 2 as the second argument.
# caught_by: [model_density]
# hint: >-
#   The readings are spread more widely than the text says. The second argument of `Normal` is the standard deviation itself, not its square.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE**2), obs=data)
