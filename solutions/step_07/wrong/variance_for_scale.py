# ---
# title: The variance is given where Normal takes the scale
# wrong: NOISE ** 2 as the second argument of the likelihood.
# caught_by: [model_density, predictive_law]
# hint: >-
#   Your mornings are spread more widely around mu than the text says. The second argument of Normal is the scale
#   itself, not its square.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE**2), obs=data)
