# ---
# title: Starts at the mean of the data
# wrong: The walk begins at data.mean() instead of 0.
# caught_by: [ascent_path]
# hint: >-
#   Where does the walk begin? The task fixes the starting place.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = data.mean()
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
