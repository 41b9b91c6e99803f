# ---
# title: The model never sees the data
# wrong: The model is run with n_obs, so y is drawn anew around mu and the likelihood's slope cancels.
# caught_by: [ascent_path, ascent_limit, ascent_diverges]
# hint: >-
#   mu stays where it starts. Does the model that is traced get the observations, or does it draw its
#   own y? Drawn observations move along with mu.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(n_obs=len(data)).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
