# ---
# title: The learning rate falls too fast
# wrong: >-
#   lrd is 0.9: all steps together are one unit long, so the guide stops on the way.
# caught_by: [fit_posterior]
# hint: >-
#   Your learning rate is nearly zero before the guide has arrived. Raise your lrd to the number of steps to
#   see what is left of it, and when.
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.9}), loss)
    return [svi.step(data) for _ in range(steps)]
