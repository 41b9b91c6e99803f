# ---
# title: The start value is a bare number
# wrong: >-
#   pyro.param gets a Python float and raises AttributeError: it wants a tensor.
# caught_by: [model_site, model_param, draw_floats, draw_runs]
# hint: >-
#   Pyro stops at your parameter. What kind of object does pyro.param want as a start value? Compare with
#   section 4, and with the table of errors below Task 1.
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", 0.0)
    return pyro.sample("y", dist.Normal(mu, NOISE))
