# ---
# title: A height that is not finite is returned
# wrong: Nothing looks at whether the heights are still finite.
# caught_by: [ascent_stops]
# hint: >-
#   What does your function give back after a walk with a far too large learning rate? Look at its
#   history.
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
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
