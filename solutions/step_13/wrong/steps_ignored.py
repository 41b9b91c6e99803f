# ---
# title: The number of steps is fixed
# wrong: >-
#   The argument steps is ignored.
# caught_by: [fit_contract]
# hint: >-
#   How many steps does your loop take when somebody asks for another number of steps than the default?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(120)]
