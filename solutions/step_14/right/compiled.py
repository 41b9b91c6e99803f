# ---
# title: A compiled loss
# ---

# %% grade_id="fit_auto"
def fit_auto(model, data):
    """The recipe, with the compiled loss."""
    pyro.clear_param_store()
    guide = AutoNormal(model)
    particles = {"num_particles": 32, "vectorize_particles": True}
    loss = pyro.infer.JitTrace_ELBO(**particles, max_plate_nesting=1, ignore_jit_warnings=True)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    for _ in range(400):
        svi.step(data)
    return guide
