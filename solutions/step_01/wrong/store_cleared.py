# ---
# title: The model empties the param store first
# wrong: >-
#   Each run puts mu back to its start value, so a change in the store is lost.
# caught_by: [model_param, draw_runs]
# hint: >-
#   Each run of your model forgets what mu was set to. Which line puts every parameter back to its start,
#   and who should decide when that happens?
# ---

# %% grade_id="model"
def model():
    pyro.clear_param_store()
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE))
