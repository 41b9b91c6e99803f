# ---
# title: The seed is not set
# wrong: >-
#   Two calls with the same arguments have different draws.
# caught_by: [fit_seed]
# hint: >-
#   Run your function twice with the same seed and compare. Where is the argument seed used?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
