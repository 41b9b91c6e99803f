# ---
# title: The ELBO is kept, not the loss
# wrong: >-
#   The sign of every loss is turned round.
# caught_by: [fit_losses]
# hint: >-
#   The list has the ELBO in it. Which of the two does svi.step return, and which does the text ask for?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [-svi.step(data) for _ in range(steps)]
