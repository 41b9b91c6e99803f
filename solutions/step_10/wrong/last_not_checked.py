# ---
# title: The last value is not looked at
# wrong: The check stands before each update only, so an infinite last log joint is returned.
# caught_by: [ascent_diverges]
# hint: >-
#   A walk has one more place than it has updates. Is the height of the very last place looked at before
#   it is returned?
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if step < steps and not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
