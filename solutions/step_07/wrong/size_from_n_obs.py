# ---
# title: The plate takes its size from n_obs although data are given
# wrong: n_obs goes before the data when both are given.
# caught_by: [model_length]
# hint: >-
#   When data are given they decide the length, even if n_obs says something else. In which order does your
#   program look at the two?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if n_obs is None:
        if data is None:
            raise ValueError("give data or n_obs")
        n_obs = len(data)
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
