# ---
# title: The model draws its own data
# wrong: >-
#   svi.step is called with sizes instead of the data.
# caught_by: [fit_quality]
# hint: >-
#   Your guide was trained on data that the model made up in each step. A model that is not given the data can learn
#   nothing from them.
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    n_days, n_stalls, n_goods = data.shape
    for _ in range(500):
        svi.step(None, n_days, n_stalls, n_goods)
    return guide
