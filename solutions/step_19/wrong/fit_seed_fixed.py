# ---
# title: The seed is always the same
# wrong: >-
#   The argument seed is ignored in favour of a constant.
# caught_by: [fit_seed]
# hint: >-
#   The list does not depend on the seed that was handed in. Which number reaches pyro.set_rng_seed?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(0)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
