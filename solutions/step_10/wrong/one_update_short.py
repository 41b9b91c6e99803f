# ---
# title: The start is counted as a step
# wrong: The loop makes steps - 1 updates, and the last log joint and mu are one update behind.
# caught_by: [ascent_path]
# hint: >-
#   Between two fence posts there is one panel. How many updates does your loop make when a single one
#   is asked for?
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(max(steps, 1)):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps - 1:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
