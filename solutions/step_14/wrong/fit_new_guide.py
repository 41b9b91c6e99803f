# ---
# title: A new guide is returned, and not the trained one
# wrong: >-
#   AutoNormal(model) stands in the return once more. The new guide has never been called, so it has no parameters.
# caught_by: [fit_quality]
# hint: >-
#   Your fit_auto trains one guide and hands another one back. How many guides does it make, and which of them does SVI
#   know?
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, AutoNormal(model), ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return AutoNormal(model)
