# ---
# title: The loss is evaluated after each step
# wrong: >-
#   Entry k belongs to k + 1 updates, and costs a second pass through model and guide.
# caught_by: [fit_losses]
# hint: >-
#   The first loss should belong to the start, before any update. Which parameters do your losses belong to?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    losses = []
    for _ in range(steps):
        svi.step(data)
        losses.append(svi.evaluate_loss(data))
    return losses
