# ---
# title: "The guide's density with the wrong sign"
# wrong: log q is added to log p instead of subtracted.
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   Write the ELBO down with both of its terms, then put a minus in front of the whole. What becomes of each
#   sign?
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return -log_prob_sum(guide_trace) - log_prob_sum(model_trace)
