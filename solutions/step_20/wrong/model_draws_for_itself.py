# ---
# title: The model draws its own latents
# wrong: "The model is not replayed, so its density is taken at other values than the guide's."
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   At which values of the latents do you ask for the model's density? Both densities have to be taken at the
#   guide's draw.
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(model).get_trace(*args, **kwargs)
    return log_prob_sum(guide_trace) - log_prob_sum(model_trace)
