# ---
# title: The ELBO itself as a loss
# wrong: "The sign is flipped: what is returned grows with a better fit."
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   An optimiser makes a loss small. Should the ELBO be small?
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return log_prob_sum(model_trace) - log_prob_sum(guide_trace)
