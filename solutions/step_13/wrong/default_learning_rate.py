# ---
# title: Adam with its default learning rate
# wrong: >-
#   lr is 0.001, so the parameters hardly leave the start.
# caught_by: [fit_posterior]
# hint: >-
#   Watch the parameters while they train: they still travel at the last step. How long is one step, and how
#   far is the way?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, Adam({}), loss)
    return [svi.step(data) for _ in range(steps)]
