# ---
# title: Climbs the likelihood
# wrong: Only the log_prob of y is climbed; the walk ends at the maximum likelihood estimate.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   Which hill is climbed? A log joint has a term for every random variable of the model, and mu is one
#   of them.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        trace = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data)
        trace.compute_log_prob()
        log_joint = trace.nodes["y"]["log_prob"].sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
