# ---
# title: A new guide is returned, and not the trained one
# wrong: >-
#   make_guide is called once more for the return. The new guide has never been called, so it has no parameters.
# caught_by: [fit_quality]
# hint: >-
#   Your fit trains one guide and hands another one back. How often is `make_guide` called, and which of its guides does
#   SVI know?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    svi = SVI(
        model, make_guide(data, K), ClippedAdam({"lr": 0.1, "lrd": 0.97}), TraceEnum_ELBO(max_plate_nesting=1)
    )
    for _ in range(160):
        svi.step(data, K=K)
    return make_guide(data, K)
