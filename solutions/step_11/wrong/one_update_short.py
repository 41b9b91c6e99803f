# ---
# title: The last update is missing
# wrong: The place that is returned is the one before the last update.
# caught_by: [ascent_path, ascent_jacobian]
# hint: >-
#   Count the updates for steps = 1: is the place that you return the one after the last update?
# ---

# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    names = ["alpha", "a", "b", "mu"]
    u = torch.zeros(4)
    history = []
    for step in range(max(steps, 1)):
        u.requires_grad_()
        latents = dict(zip(names, u.exp(), strict=True))
        height = poutine.trace(poutine.condition(model, latents)).get_trace(data).log_prob_sum()
        if jacobian:
            height = height + u.sum()
        if not math.isfinite(height.item()):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    history.append(height.item()) if steps else None
    return {name: value.item() for name, value in latents.items()}, history
