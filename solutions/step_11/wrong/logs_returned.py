# ---
# title: The logarithms are returned
# wrong: place has the unconstrained values u.
# caught_by: [ascent_path, ascent_jacobian]
# hint: >-
#   Could the glacier creep at the speed that you return? Look at which space these numbers live in.
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
        if not math.isfinite(height.item()):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return dict(zip(names, u.tolist(), strict=True)), history
