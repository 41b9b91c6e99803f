# ---
# title: The number of steps is fixed
# wrong: >-
#   The argument steps is ignored.
# caught_by: [train_contract]
# hint: >-
#   How many steps does your loop take when somebody asks for another number than the default?
# ---

# %% grade_id="train"
def train(model, guide, data, steps=200):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), loss)
    return [svi.step(data) for _ in range(200)]
