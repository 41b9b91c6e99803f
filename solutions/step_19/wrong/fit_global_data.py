# ---
# title: The notebook's data are used
# wrong: >-
#   The argument data is ignored.
# caught_by: [fit_losses]
# hint: >-
#   Your function trains on the data of the notebook, whatever it is given. Look at what svi.step is called
#   with.
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(growth) for _ in range(steps)]
