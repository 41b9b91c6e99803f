# ---
# title: fit trains the notebook's own guide
# wrong: >-
#   The guide that was handed in is not used.
# caught_by: [fit_contract]
# hint: >-
#   fit was given a guide and trained another one, the notebook's. Which name does your SVI get?
# ---

# %% grade_id="fit"
def fit(data, a_guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(steps)]
