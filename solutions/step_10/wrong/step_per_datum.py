# ---
# title: The gradient divided by the number of data
# wrong: Every update is divided by N; the top is the same, but the walk is N times slower.
# caught_by: [ascent_path]
# hint: >-
#   The walk goes the right way, but each step has the wrong length. The task says whether the gradient
#   is that of a sum or of an average.
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
            mu = (mu + lr * slope / len(data)).detach()
    return mu.item(), history
