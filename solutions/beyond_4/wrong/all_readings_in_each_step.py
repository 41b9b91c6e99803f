# ---
# title: Every step looks at all readings
# wrong: >-
#   The batch size is ignored.
# caught_by: [train_contract]
# hint: >-
#   How many readings does each of your steps look at, and how many did the text ask for?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.992}), loss)
    return [svi.step(data, len(data)) for _ in range(steps)]
