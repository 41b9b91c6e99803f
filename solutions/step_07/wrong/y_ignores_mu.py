# ---
# title: mu is drawn but never used
# wrong: y stands around 0, so mu says nothing about the mornings.
# caught_by: [model_density, predictive_runs, predictive_law]
# hint: >-
#   Your program draws a mu and then forgets it. Around what should the mornings of this line stand?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))  # noqa: F841
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(0.0, NOISE), obs=data)
