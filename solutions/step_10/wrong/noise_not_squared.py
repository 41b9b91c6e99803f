# ---
# title: The scale in the place of the variance
# wrong: The slope by hand divides by the noise scale instead of its square (and by the prior's scale).
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   Check the slope of one normal term against autograd: by what is the distance divided, the scale or
#   the variance?
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
            mu = (mu + lr * (-mu / PRIOR_SD + (data - mu).sum() / NOISE)).detach()
    return mu.item(), history
