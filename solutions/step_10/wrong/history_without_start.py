# ---
# title: The history begins after the first update
# wrong: The log joint at the start is left out; steps values instead of steps + 1.
# caught_by: [ascent_path]
# hint: >-
#   Count the places that the walk visits, the starting place among them. Each of them has a log joint
#   in the history.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    def height(mu):
        return poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()

    mu = torch.tensor(0.0)
    history = []
    for _ in range(steps):
        mu.requires_grad_()
        (slope,) = torch.autograd.grad(height(mu), mu)
        mu = (mu + lr * slope).detach()
        value = height(mu).item()
        if not math.isfinite(value):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(value)
    return mu.item(), history
