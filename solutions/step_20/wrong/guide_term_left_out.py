# ---
# title: "The guide's own density is missing"
# wrong: "The loss is minus the model's log density only."
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   The ELBO has two terms. Without the second one, what keeps a guide from shrinking to a point?
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return -log_prob_sum(model_trace)
