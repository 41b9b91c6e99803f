# ---
# title: The notebook's data, whatever is handed in
# wrong: >-
#   svi.step(shares).
# caught_by: [fit_quality]
# hint: >-
#   Your `fit` was given data and trained on the notebook's own. Which name stands in the call of `svi.step`?
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.step(shares)
    return guide
