# ---
# title: The running mean of the losses
# wrong: >-
#   Each entry is the mean of the losses so far, so the first, large ones are in the last.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   Your guide arrives, but your last losses still have the first ones in them. The text asks for each step's own
#   loss; smoothing is for pictures.
# ---

# %% grade_id="train"
def train(model, guide, data, steps=60):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.95}), loss)
    losses = [svi.step(data) for _ in range(steps)]
    return [sum(losses[: k + 1]) / (k + 1) for k in range(steps)]
