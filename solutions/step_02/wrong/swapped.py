# ---
# title: Data and mu have changed places
# wrong: >-
#   The middle is the data, and mu is observed. The normal density is symmetric, so the log density is right
#   all the same.
# caught_by: [model_observes]
# hint: >-
#   Your distribution stands around the data, and the site is told that it has the value of mu: the other
#   way round from what was seen. Which of the two numbers is the middle of the model, and which is the one
#   that your watch showed?
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    if data is None:
        return pyro.sample("y", dist.Normal(mu, NOISE))
    return pyro.sample("y", dist.Normal(data, NOISE), obs=mu)
