# ---
# title: The variance given as scale
# wrong: Writes its own density with Normal(mu, NOISE**2); the second argument is a standard deviation.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   The second argument of dist.Normal: is it a variance or a standard deviation? Compare the density
#   that you climb with that of the model.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_likelihood = dist.Normal(mu, NOISE**2, validate_args=False).log_prob(data).sum()
        log_joint = dist.Normal(0.0, PRIOR_SD).log_prob(mu) + log_likelihood
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
