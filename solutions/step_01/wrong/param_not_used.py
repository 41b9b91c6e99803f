# ---
# title: mu is registered as a parameter and then not used
# wrong: >-
#   The parameter exists, but the distribution has a fixed middle.
# caught_by: [model_param]
# hint: >-
#   There is a knob, but it is not connected: pyro.param returns what the store has now. Where in your model
#   is that returned value used?
# ---

# %% grade_id="model"
def model():
    pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(0.0, NOISE))
