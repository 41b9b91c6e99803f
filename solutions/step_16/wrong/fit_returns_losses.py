# ---
# title: The losses are returned
# wrong: >-
#   A list instead of the guide.
# caught_by: [fit_quality]
# hint: >-
#   Your function returns the list of its losses. Here the caller wants the guide.
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    return [svi.step(data) for _ in range(500)]
