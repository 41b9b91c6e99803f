# ---
# title: Four steps
# wrong: >-
#   Training ends long before the parameters have come to rest.
# caught_by: [fit_quality]
# hint: >-
#   The parameters still travel when your training ends. Draw the losses: do they still fall?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.97}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(4):
        svi.step(data, K=K)
    return guide
