# ---
# title: The param store is not emptied
# wrong: >-
#   Earlier parameters stay.
# caught_by: [fit_quality]
# hint: >-
#   What was in the param store before is still there. With a second model, or a second training, that will hurt.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
