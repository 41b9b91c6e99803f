# ---
# title: The learning rate falls too fast
# wrong: >-
#   lrd is 0.95: after a hundred steps hardly anything moves.
# caught_by: [train_posterior]
# hint: >-
#   Your learning rate is used up before the guide has arrived. Raise your lrd to a hundred, and see what is left.
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.93}), loss)
    return [svi.step(data, size) for _ in range(steps)]
