# ---
# title: The guide is run a second time
# wrong: log q is taken at another draw than log p.
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   How many draws does the guide make for one loss? Both densities belong to the same one.
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return log_prob_sum(trace(guide).get_trace(*args, **kwargs)) - log_prob_sum(model_trace)
