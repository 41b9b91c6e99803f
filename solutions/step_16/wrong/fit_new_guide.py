# ---
# title: A new guide is returned, and not the trained one
# wrong: >-
#   AutoNormal(model) stands in the return once more. The new guide has never been called, so it has no parameters.
# caught_by: [fit_quality]
# hint: >-
#   Your fit trains one guide and hands another one back. How many guides does it make, and which of them does SVI know?
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    svi = SVI(model, AutoNormal(model), ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.step(data)
    return AutoNormal(model)
