# ---
# title: The next call goes on where the last one ended
# wrong: mu lives in the param store, so a second call does not start at 0.
# caught_by: [ascent_path]
# hint: >-
#   Call your function twice with the same arguments: are the answers the same? Something outlives the
#   call, and a value in the param store does.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = pyro.param("mu_place", torch.tensor(0.0))
    history = []
    for step in range(steps + 1):
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            with torch.no_grad():
                mu += lr * slope
    return mu.item(), history
