# ---
# title: The ELBO is returned for the loss
# wrong: >-
#   The sign of each loss is turned.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   A loss is something that falls in training, and svi.step returns one. What did you do to its sign?
# ---

# %% grade_id="train"
def train(model, guide, data, steps=200):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), loss)
    return [-svi.step(data) for _ in range(steps)]
