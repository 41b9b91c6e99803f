# ---
# title: The median is returned
# wrong: >-
#   The caller gets a dictionary of medians instead of the guide.
# caught_by: [fit_quality]
# hint: >-
#   You return a dictionary with medians. The caller wants the guide itself, to ask it for more than that.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide.median()
