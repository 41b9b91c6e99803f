# ---
# title: Three latents are still drawn
# wrong: Only mu is conditioned; alpha, a and b are drawn anew at every step, and never move.
# caught_by: [ascent_path, ascent_jacobian]
# hint: >-
#   Call your function twice with the same arguments: is the history the same? A latent that is not held
#   is drawn anew in each run.
# ---

# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    names = ["alpha", "a", "b", "mu"]
    u = torch.zeros(4)
    history = []
    for step in range(steps + 1):
        u.requires_grad_()
        latents = dict(zip(names, u.exp(), strict=True))
        height = poutine.trace(poutine.condition(model, {"mu": latents["mu"]})).get_trace(data).log_prob_sum()
        if jacobian:
            height = height + u.sum()
        if not math.isfinite(height.item()):
            raise ValueError(f"The height is {height.item()} after {step} steps: try a smaller lr.")
        history.append(height.item())
        if step < steps:
            (slope,) = torch.autograd.grad(height, u)
            u = (u + lr * slope).detach()
    return {name: value.item() for name, value in latents.items()}, history
