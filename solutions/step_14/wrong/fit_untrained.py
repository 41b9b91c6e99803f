# ---
# title: No step is taken
# wrong: >-
#   evaluate_loss instead of step.
# caught_by: [fit_quality]
# hint: >-
#   Your guide is exactly where it started. Evaluating a loss moves nothing: which call takes a step?
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(40):
        svi.evaluate_loss(data)
    return guide
