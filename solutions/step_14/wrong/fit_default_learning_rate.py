# ---
# title: No learning rate
# wrong: >-
#   Adam({}) takes steps of a thousandth.
# caught_by: [fit_quality]
# hint: >-
#   There are many steps, and they lead nowhere: the optimiser was given no learning rate, and its default is tiny.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, Adam({}), Trace_ELBO())
    for _ in range(400):
        svi.step(data)
    return guide
