# ---
# title: The learning rate falls too fast
# wrong: >-
#   lrd is 0.9: all steps together are three units long at most, and most of them too early.
# caught_by: [train_posterior]
# hint: >-
#   Your learning rate is used up before the guide has arrived. Raise your lrd to the number of steps half way, and
#   see what is left of it.
# ---

# %% grade_id="train"
def train(model, guide, data, steps=200):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.85}), loss)
    return [svi.step(data) for _ in range(steps)]
