# ---
# title: A falling log joint is called an error
# wrong: Raises ValueError as soon as an update leads downhill although everything is finite.
# caught_by: [ascent_diverges]
# hint: >-
#   A walk that goes down is not yet one that has left the numbers. Read once more when the task wants
#   an error, and when not.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()) or (history and log_joint.item() < history[-1] - 1e-3):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
