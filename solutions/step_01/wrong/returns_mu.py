# ---
# title: The model returns the parameter
# wrong: >-
#   The knob is returned in place of the draw.
# caught_by: [model_site, draw_runs]
# hint: >-
#   What your model returns is not what was drawn. There are two numbers in your model, the usual lateness
#   and the lateness of this morning: which one did the text ask for?
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    pyro.sample("y", dist.Normal(mu, NOISE))
    return mu
