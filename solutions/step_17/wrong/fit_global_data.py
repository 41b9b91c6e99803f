# ---
# title: fit trains on the notebook's data
# wrong: >-
#   The argument data is ignored in training.
# caught_by: [fit_quality]
# hint: >-
#   fit was given data and trained on other data, the notebook's. Which name does your svi.step get?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.97}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(160):
        svi.step(minutes, K=K)
    return guide
