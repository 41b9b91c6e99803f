# ---
# title: The param store is not emptied
# wrong: >-
#   A training goes on where an earlier one ended.
# caught_by: [fit_losses]
# hint: >-
#   A second training should begin at the guide's start. Which parameters does it find in the store?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
