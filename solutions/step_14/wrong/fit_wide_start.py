# ---
# title: A wide start and a careless training
# wrong: >-
#   init_scale 1, one draw a step, Adam, a hundred steps.
# caught_by: [fit_quality]
# hint: >-
#   Your guide starts wide and is trained the plain way; the first printed table shows where that ends. AutoNormal's
#   own start is a narrow one, and step 13 has a recipe.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model, init_scale=1.0)
    svi = SVI(model, guide, Adam({"lr": 0.05}), Trace_ELBO())
    for _ in range(100):
        svi.step(data)
    return guide
