# ---
# title: Only the last loss is returned
# wrong: >-
#   A number instead of a list.
# caught_by: [fit_contract]
# hint: >-
#   The text asks for the losses of all steps, in order. Where does your loop collect them?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(steps)][-1]
