# ---
# title: fit trains on the notebook's data
# wrong: >-
#   The argument data is ignored.
# caught_by: [fit_contract, fit_posterior]
# hint: >-
#   fit was given data and trained on other data, the notebook's. Which name does your svi.step get?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(growth) for _ in range(steps)]
