# ---
# title: The slope in one space, the step in the other
# wrong: The slope is taken with respect to exp(u) and added to u; a factor of the chain rule is missing.
# caught_by: [ascent_path, ascent_jacobian]
# hint: >-
#   You take a slope with respect to one thing and move another. Through which tensor does the slope
#   have to travel back to u?
# ---

# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    names = ["alpha", "a", "b", "mu"]
    u = torch.zeros(4)
    history = []
    for step in range(steps + 1):
        x = u.exp().requires_grad_()
        latents = dict(zip(names, x, strict=True))
        height = poutine.trace(poutine.condition(model, latents)).get_trace(data).log_prob_sum()
        if jacobian:
            height = height + x.log().sum()
        if not math.isfinite(height.item()):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, x)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
