# ---
# title: A hundred small steps
# wrong: >-
#   lr 0.01 for 100 steps: nowhere near the end.
# caught_by: [fit_quality]
# hint: >-
#   Training ended long before it arrived. Print a few losses: do they still fall at the end? Then take longer
#   strides at first, or more of them.
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.01}), Trace_ELBO())
    for _ in range(100):
        svi.step(data)
    return guide
