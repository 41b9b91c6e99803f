# ---
# title: The losses are returned
# wrong: >-
#   As in step 13.
# caught_by: [fit_quality]
# hint: >-
#   Your function returns losses, as in step 13. This time the guide was made inside, and nobody can get at it
#   unless you return it.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(400)]
