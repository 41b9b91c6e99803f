# ---
# title: Slope and log joint on paper, in plain double precision, without Pyro
# ---

# %% grade_id="map_exact"
def map_exact(data):
    n, total = data.numel(), float(data.double().sum())
    return total / (n + (NOISE / PRIOR_SD) ** 2)


# %% grade_id="map_estimate"
def log_normal(x, loc, scale):
    z = (x - loc) / scale
    return -0.5 * z * z - math.log(scale) - 0.5 * math.log(2 * math.pi)


def map_estimate(data, lr, steps):
    ys = data.tolist()
    mu, history = 0.0, []
    while True:
        value = log_normal(mu, 0.0, PRIOR_SD) + sum(log_normal(y, mu, NOISE) for y in ys)
        if not math.isfinite(value):
            raise ValueError(f"lr={lr} makes the log joint infinite; use a smaller one")
        history.append(value)
        if len(history) > steps:
            return mu, history
        mu += lr * (-mu / PRIOR_SD**2 + sum(y - mu for y in ys) / NOISE**2)
