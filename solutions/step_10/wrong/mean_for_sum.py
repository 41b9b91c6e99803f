# ---
# title: The mean of the log likelihood terms
# wrong: log_prob(data).mean() weighs N observations like a single one, and the prior N times too much.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   How is a log joint put together from the terms of the observations? If more data do not pull harder
#   than one observation does, look at this place.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_likelihood = dist.Normal(mu, NOISE, validate_args=False).log_prob(data).mean()
        log_joint = dist.Normal(0.0, PRIOR_SD).log_prob(mu) + log_likelihood
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
