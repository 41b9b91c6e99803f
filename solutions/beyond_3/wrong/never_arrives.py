# ---
# title: A learning rate that never arrives
# wrong: >-
#   Two hundred steps of at most 0.005 on the log scale: the params cannot get from 2 to 14.
# caught_by: [train_posterior]
# hint: >-
#   Your training stops on the way. How far can a param travel in all your steps together, on the log scale, and how
#   far does it have to go?
# ---

# %% grade_id="train"
def train(model, guide, data, steps=200):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.005, "lrd": 1.0}), loss)
    return [svi.step(data) for _ in range(steps)]
