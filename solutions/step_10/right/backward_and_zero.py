# ---
# title: One leaf, backward, and a gradient that is cleared after every update
# ---

# %% grade_id="map_exact"
def map_exact(data):
    weight = 1 / (1 + NOISE**2 / (PRIOR_SD**2 * len(data)))
    return float(weight * data.mean())


# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0, requires_grad=True)

    def height():
        value = poutine.trace(poutine.condition(model, data={"mu": mu})).get_trace(data).log_prob_sum()
        if not torch.isfinite(value):
            raise ValueError("the walk has left the range of a float: choose a smaller learning rate")
        return value

    current = height()
    history = [current.item()]
    for _ in range(steps):
        current.backward()
        with torch.no_grad():
            mu += lr * mu.grad
        mu.grad.zero_()
        current = height()
        history.append(current.item())
    return mu.item(), history
