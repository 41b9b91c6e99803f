# ---
# title: The running mean of the losses
# wrong: >-
#   Each entry is the mean of the losses so far: the first one is right, the later ones are not.
# caught_by: [fit_contract]
# hint: >-
#   Your first loss is right, and the later ones have the earlier ones in them. The text asks for each step's own
#   loss; smoothing is for pictures.
# unnoticed: The visible check knows the exact loss at the start only; where a training goes from there is free.
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    losses = [svi.step(data) for _ in range(steps)]
    return [sum(losses[: k + 1]) / (k + 1) for k in range(steps)]
