# ---
# title: The notebook's data
# wrong: >-
#   svi.step(growth).
# caught_by: [fit_quality]
# hint: >-
#   Your `fit_auto` was given data and trained on the bean's. Which name stands in the call of `svi.step`?
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(growth)
    return guide
