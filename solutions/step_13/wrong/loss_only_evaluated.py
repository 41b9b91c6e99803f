# ---
# title: The loss is evaluated, no step is taken
# wrong: >-
#   svi.evaluate_loss instead of svi.step: a list of losses, and nothing is trained.
# caught_by: [fit_posterior]
# hint: >-
#   Your loop reports losses, but the parameters do not move. Which method of SVI takes a gradient step?
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.evaluate_loss(data) for _ in range(steps)]
