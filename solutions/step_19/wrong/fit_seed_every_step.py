# ---
# title: The seed is set anew in every step
# wrong: >-
#   Every step uses the same draw of the guide, so the noise is frozen.
# caught_by: [fit_seed]
# hint: >-
#   Every step gets the same random draw. How often is the seed set, and how often should it be?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    losses = []
    for _ in range(steps):
        pyro.set_rng_seed(seed)
        losses.append(svi.step(data))
    return losses
