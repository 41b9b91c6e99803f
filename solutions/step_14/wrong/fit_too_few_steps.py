# ---
# title: Fifty plain steps
# wrong: >-
#   The training ends long before it has arrived.
# caught_by: [fit_quality]
# hint: >-
#   Training ended before it arrived. A guide that starts far away needs more steps; print the losses and see
#   whether they still fall.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, Adam({"lr": 0.05}), Trace_ELBO())
    for _ in range(50):
        svi.step(data)
    return guide
