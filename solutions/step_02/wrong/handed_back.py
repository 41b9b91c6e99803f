# ---
# title: The data are returned but not observed
# wrong: >-
#   y is drawn whether or not there are data; the data are only handed back.
# caught_by: [model_observes, likelihood]
# hint: >-
#   Your function returns the data, but the site draws a number of its own and Pyro never hears of what you
#   saw. Look at the second program in section 3: what is missing in its sample statement?
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    y = pyro.sample("y", dist.Normal(mu, NOISE))
    return y if data is None else data
