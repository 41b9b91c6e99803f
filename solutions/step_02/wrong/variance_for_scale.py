# ---
# title: NOISE is squared
# wrong: >-
#   Normal wants a standard deviation and gets a variance.
# caught_by: [model_observes, model_draws, likelihood]
# hint: >-
#   Your buses are spread more widely than asked for. Is the second number of dist.Normal a scale or a
#   variance, and which of the two is NOISE?
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE**2), obs=data)
