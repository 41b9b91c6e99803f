# ---
# title: "The model's density is missing"
# wrong: "The loss is the guide's log density only: data play no part."
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   Does your loss depend on the data? The ELBO has two terms.
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return log_prob_sum(guide_trace)
