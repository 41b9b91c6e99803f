# ---
# title: Stops when the walk slows down
# wrong: Leaves the loop once an update is small, so there are fewer updates than steps.
# caught_by: [ascent_limit]
# hint: >-
#   The place is nearly right, but the number of updates is not the one that was asked for. What may end
#   the loop?
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
            mu = (mu + lr * slope).detach()
            if abs(lr * slope.item()) < 1e-4:
                break
    return mu.item(), history
