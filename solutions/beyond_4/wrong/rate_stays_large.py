# ---
# title: The learning rate stays large
# wrong: >-
#   A constant rate of 0.3: at the end the params still jump with every batch.
# caught_by: [train_posterior]
# hint: >-
#   Your params still jump with each batch when training ends. What could become smaller on the way?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 1.0}), loss)
    return [svi.step(data, size) for _ in range(steps)]
