# ---
# title: The learning rate is too small
# wrong: >-
#   0.001 in each of 600 steps: the params cannot travel that far.
# caught_by: [train_posterior]
# hint: >-
#   Your training ends on the way. How far can a param travel in all your steps together, and how far does it have
#   to go?
# ---

# %% grade_id="train"
def train(model, guide, data, size, steps=600):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=10, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.001, "lrd": 1.0}), loss)
    return [svi.step(data, size) for _ in range(steps)]
