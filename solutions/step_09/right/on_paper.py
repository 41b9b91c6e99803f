# ---
# title: Slopes worked out on paper; plain floats; mornings drawn by the conditioned model
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    """One force towards 0, and one towards each morning."""
    mu = float(mu)
    return -mu + sum((morning - mu) / NOISE**2 for morning in data.tolist())


# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    """Each height as a Python float, which has double precision."""
    left, right = (f(torch.as_tensor(place, dtype=torch.double)).item() for place in (x - h, x + h))
    return (right - left) / h / 2


# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    """The distances to mu do not change when the mornings move along, so only the prior has a slope."""
    y = poutine.condition(model, data={"mu": torch.tensor(mu)})(n_obs=n)
    return y, -float(mu), grad_log_joint(mu, y)
