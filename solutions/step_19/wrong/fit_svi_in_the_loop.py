# ---
# title: SVI and optimiser are made anew in each step
# wrong: >-
#   Adam loses its memory, so every step has the full size.
# caught_by: [fit_losses]
# hint: >-
#   Adam remembers earlier gradients. How much can it remember if it is made anew in each step?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    losses = []
    for _ in range(steps):
        svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
        losses.append(svi.step(data))
    return losses
