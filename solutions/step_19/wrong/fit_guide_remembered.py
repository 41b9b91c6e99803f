# ---
# title: The notebook's guide and model are trained
# wrong: >-
#   The arguments model and guide are ignored.
# caught_by: [fit_losses]
# hint: >-
#   Your function trains the model and the guide of the notebook. Which ones was it handed?
# ---

# %% grade_id="fit_with_losses"
_model, _guide = model, guide


def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(_model, _guide, Adam({"lr": lr}), Trace_ELBO())
    return [svi.step(data) for _ in range(steps)]
