# ---
# title: The loss is evaluated, and nothing is trained
# wrong: >-
#   evaluate_loss moves no parameter.
# caught_by: [fit_losses]
# hint: >-
#   The losses do not move. Which method of SVI only looks, and which one also moves the parameters?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.evaluate_loss(data) for _ in range(steps)]
