# ---
# title: NOISE is used for the prior, too
# wrong: "mu ~ Normal(0, NOISE): two different scales are taken for one."
# caught_by: [model_density, predictive_law]
# hint: >-
#   There are two scales in this model: how far lines differ from each other, and how far mornings differ within
#   a line. Which of them belongs to mu?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    if n_obs is None:
        raise ValueError("give data or n_obs")
    mu = pyro.sample("mu", dist.Normal(0.0, NOISE))
    with pyro.plate("N", n_obs):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
