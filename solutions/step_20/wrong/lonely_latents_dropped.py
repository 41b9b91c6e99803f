# ---
# title: Latents that the guide lacks do not count
# wrong: "The model's density leaves out the latents that are not in the guide."
# caught_by: [elbo_estimate]
# hint: >-
#   A latent that the guide does not have is still a site of the model. Is its density in your sum?
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    kept = {name: node for name, node in model_trace.items() if node["is_observed"] or name in guide_trace}
    model_trace = kept
    return log_prob_sum(guide_trace) - log_prob_sum(model_trace)
