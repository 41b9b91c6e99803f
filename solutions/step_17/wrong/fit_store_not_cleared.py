# ---
# title: fit does not empty the store
# wrong: >-
#   What was in the param store stays there.
# caught_by: [fit_quality]
# hint: >-
#   The param store remembers earlier fits. What has to happen before the guide is made?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    guide = make_guide(data, K)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.97}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(160):
        svi.step(data, K=K)
    return guide
