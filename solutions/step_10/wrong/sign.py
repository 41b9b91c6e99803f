# ---
# title: Steps against the slope
# wrong: Subtracts the gradient, as one does for a loss; the log joint falls at every update.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   Follow the history: does the walk climb? The gradient points uphill. Ascent of a log joint and
#   descent of a loss differ in one place.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu - lr * slope).detach()
    return mu.item(), history
