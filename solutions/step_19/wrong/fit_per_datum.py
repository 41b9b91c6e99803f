# ---
# title: The loss is divided by the number of observations
# wrong: >-
#   Each loss is a mean over the data, not a sum.
# caught_by: [fit_losses]
# hint: >-
#   The text asks for what svi.step returned, as it is. What did you divide it by?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) / len(data) for _ in range(steps)]
