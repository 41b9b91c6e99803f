# ---
# title: The model returns nothing
# wrong: >-
#   The return statement is missing, so model() gives None.
# caught_by: [model_site, draw_floats, draw_runs]
# hint: >-
#   Your model draws a number and then drops it. How does a Python function hand a value to its caller?
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    pyro.sample("y", dist.Normal(mu, NOISE))
