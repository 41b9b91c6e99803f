# ---
# title: The param store is not cleared
# wrong: >-
#   A second training goes on from where the first one ended.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   The param store remembers earlier trainings, and a start value counts only for a name that is not in there yet.
#   What has to happen first of all?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.992}), loss)
    return [svi.step(data, size) for _ in range(steps)]
