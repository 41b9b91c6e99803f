# ---
# title: The distribution of y is expanded, there is no plate
# wrong: expand([n]) makes the right numbers and densities, but no site is declared independent.
# caught_by: [model_sites]
# hint: >-
#   Your mornings come from one expanded distribution. Nothing says that they are independent once mu is known:
#   put the sample statement of y into a plate.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    return pyro.sample("y", dist.Normal(mu, NOISE).expand([n_obs]), obs=data)
