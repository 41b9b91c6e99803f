# ---
# title: One step too many
# wrong: >-
#   A first step is taken before the loop, to set things up.
# caught_by: [train_contract]
# hint: >-
#   Count the steps: how many does svi take when it is asked for five?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.992}), loss)
    losses = [svi.step(data, size)]
    return losses + [svi.step(data, size) for _ in range(steps)]
