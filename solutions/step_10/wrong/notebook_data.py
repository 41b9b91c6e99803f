# ---
# title: Climbs the hill of the notebook's own data
# wrong: The name in the signature is not the one that is used; the global data set is observed at every call.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   Does your function use the observations that it is given, or a variable of the notebook that is
#   there by chance? Try it with other data.
# ---

# %% grade_id="map_estimate"
observations = data


def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(observations).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
