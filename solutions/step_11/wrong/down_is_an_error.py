# ---
# title: A step down is refused
# wrong: Any update after which the height is lower than before raises the error, also where all heights are finite.
# caught_by: [ascent_stops]
# hint: >-
#   A learning rate that is a little too large may lead down and still be finite. When exactly does the text
#   ask for an error?
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
            raise ValueError(f"The walk does not go up any more: try an lr smaller than {lr}.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
