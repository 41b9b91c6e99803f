# ---
# title: The notebook's guide is trained
# wrong: >-
#   free_guide, which was made for the bean.
# caught_by: [fit_quality]
# hint: >-
#   You trained the notebook's own guide, which knows another model's latents. A guide has to be made of the model
#   that was handed in.
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.clear_param_store()
    guide = free_guide
    loss = Trace_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
