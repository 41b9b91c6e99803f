# ---
# title: The optimiser of torch in place of SVI, and windows by unfold
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    guide(data)  # registers the parameters, as they are at the start
    params = [param for _, param in pyro.get_param_store().named_parameters()]
    optimiser = torch.optim.Adam(params, lr=lr)
    pyro.set_rng_seed(seed)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = Trace_ELBO().differentiable_loss(model, guide, data)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.set(title="How the training went", xlabel="step", ylabel="negative ELBO")
    axes.plot(torch.tensor(losses), label="loss")
    if window <= len(losses):
        means = torch.tensor(losses).unfold(0, window, 1).mean(1)
        axes.plot(torch.arange(window - 1, len(losses)), means, label=f"mean of {window}")
    axes.legend()
    return axes


# %% grade_id="has_converged"
def has_converged(losses, window=50):
    curve = torch.tensor(losses, dtype=torch.float64)
    if len(curve) < 2 * window or not curve.isfinite().all():
        return False
    variance, mean = torch.var_mean(curve[-2 * window :].view(2, window), dim=1)
    return ((mean[0] - mean[1]).abs() <= 2 * (variance.sum() / window).sqrt()).item()
