# ---
# title: No ValueError when both arguments are None
# wrong: With neither data nor n_obs the model silently makes a single reading.
# caught_by: [model_error]
# hint: >-
#   When nobody says how many readings there are, your program makes a number up. It should stop there, with a `ValueError`
#   whose text tells the caller which two arguments would help.
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = len(data)
    mu = pyro.param("mu", torch.tensor(0.0))
    with pyro.plate("N", n_obs or 1):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
