# ---
# title: No dim is left for the plate
# wrong: >-
#   The enumerated dimension lands on the plate's.
# caught_by: [fit_quality]
# hint: >-
#   The new dimension and the plate want the same place. How many plate dims does the loss have to leave free?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.97}), TraceEnum_ELBO(max_plate_nesting=0))
    for _ in range(160):
        svi.step(data, K=K)
    return guide
