# ---
# title: The learning rate is a constant
# wrong: >-
#   The argument lr is ignored.
# caught_by: [fit_losses]
# hint: >-
#   Two learning rates give the same losses. Where in your function is lr used?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": 0.02}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
