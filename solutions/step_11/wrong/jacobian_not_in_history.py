# ---
# title: The history is that of the other hill
# wrong: The Jacobian term enters the slope, but the history shows the log joint without it.
# caught_by: [ascent_jacobian]
# hint: >-
#   The history should be the height that you climb. Which value do you append, and from which one do
#   you take the slope?
# ---

# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    names = ["alpha", "a", "b", "mu"]
    u = torch.zeros(4)
    history = []
    for step in range(steps + 1):
        u.requires_grad_()
        latents = dict(zip(names, u.exp(), strict=True))
        height = poutine.trace(poutine.condition(model, latents)).get_trace(data).log_prob_sum()
        if not math.isfinite(height.item()):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height + u.sum() if jacobian else height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
