# ---
# title: The data are returned but never observed
# wrong: obs= is missing; the site is drawn and the data are handed back.
# caught_by: [model_sites, model_density, model_length]
# hint: >-
#   Your function hands the data back, but inference never sees what a function returns. The data must enter the
#   sample statement of y.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs):
        y = pyro.sample("y", dist.Normal(mu, NOISE))
    return y if data is None else data
