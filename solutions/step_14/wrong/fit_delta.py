# ---
# title: AutoDelta
# wrong: >-
#   A point estimate instead of a distribution.
# caught_by: [fit_quality]
# hint: >-
#   Your guide is a single point: it has no sd. Which of Pyro's guides does the text ask for?
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    from pyro.infer.autoguide import AutoDelta

    pyro.clear_param_store()
    guide = AutoDelta(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
