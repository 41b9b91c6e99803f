# ---
# title: No ValueError when both arguments are None
# wrong: With neither data nor n_obs the model silently makes a single morning.
# caught_by: [model_length]
# hint: >-
#   When nobody says how many mornings there are, your program makes a number up. It should stop there, with an
#   error whose text tells the caller what would help.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", n_obs or 1):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
