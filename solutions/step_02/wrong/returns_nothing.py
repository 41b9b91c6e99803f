# ---
# title: The model returns nothing
# wrong: >-
#   The return statement is missing, so the call gives None.
# caught_by: [model_observes, model_draws]
# hint: >-
#   Your model has the right site, but then drops its value. How does a Python function hand a value to its
#   caller?
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
