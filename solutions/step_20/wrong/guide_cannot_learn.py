# ---
# title: "The guide's draws are detached"
# wrong: The loss has the right value, but the gradient through the draws is lost.
# caught_by: [elbo_estimate, svi_steps, svi_params]
# hint: >-
#   The value of the loss is right. How does its gradient get from the model back to the guide's parameters?
#   Through the draw itself.
# ---

# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    for node in guide_trace.values():
        node["value"] = node["value"].detach() if node["type"] == "sample" else node["value"]
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    return log_prob_sum(guide_trace) - log_prob_sum(model_trace)
