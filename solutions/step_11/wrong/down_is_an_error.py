# ---
# title: A walk that goes down is refused
# wrong: Raises ValueError as soon as a height is lower than the one before.
# caught_by: [ascent_stops]
# hint: >-
#   A walk that goes down is a bad walk, but its heights are numbers. When exactly does the text want an
#   error?
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
        if jacobian:
            height = height + u.sum()
        if not math.isfinite(height.item()) or (history and height.item() < history[-1]):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
