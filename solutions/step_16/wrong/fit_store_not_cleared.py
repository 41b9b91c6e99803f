# ---
# title: The param store is not emptied
# wrong: >-
#   An earlier training is where this one begins.
# caught_by: [fit_quality]
# hint: >-
#   What was in the param store before is still there afterwards. An earlier training must not be where a new one
#   begins.
# ---

# %% grade_id="fit"
def fit(data):
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.step(data)
    return guide
