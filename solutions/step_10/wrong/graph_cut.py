# ---
# title: A copy of mu is conditioned
# wrong: torch.tensor(mu) is cut off from mu, so there is no gradient to ask for and PyTorch raises RuntimeError.
# caught_by: [ascent_path, ascent_limit, ascent_diverges]
# hint: >-
#   PyTorch itself stops your loop. Compute the log joint from the very tensor whose slope you ask for: a copy of
#   its number has no connection to it that autograd could follow back. And a tensor that PyTorch watches cannot
#   be changed in place, unless you tell it not to watch.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0, requires_grad=True)
    history = []
    for step in range(steps + 1):
        place = torch.tensor(mu.item())
        log_joint = poutine.trace(poutine.condition(model, {"mu": place})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            log_joint.backward()
            with torch.no_grad():
                mu += lr * mu.grad
            mu.grad = None
    return mu.item(), history
