# ---
# title: The ELBO is returned for the loss
# wrong: >-
#   The sign of each loss is turned.
# caught_by: [train_contract]
# hint: >-
#   A loss is something that falls in training, and svi.step returns one. What did you do to its sign?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.992}), loss)
    return [-svi.step(data, size) for _ in range(steps)]
