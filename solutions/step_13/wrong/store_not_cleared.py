# ---
# title: The param store is not cleared
# wrong: >-
#   A second fit goes on from where the first one ended.
# caught_by: [fit_contract]
# hint: >-
#   The param store remembers earlier trainings, and a start value counts only for a name that is not in there
#   yet. What has to happen at the beginning of a fit?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(steps)]
