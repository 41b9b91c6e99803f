# ---
# title: Slopes from paper, in double precision, with plain Python floats
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    match data, n_obs:
        case None, None:
            raise ValueError("data or n_obs, please")
        case None, size:
            pass
        case _:
            size = data.size(0)
    shape = pyro.sample("a", dist.Gamma(pyro.sample("alpha", dist.InverseGamma(*torch.ones(2))), torch.tensor(1.0)))
    mu = pyro.sample("mu", dist.Gamma(shape, pyro.sample("b", dist.Gamma(*torch.ones(2)))))
    with pyro.plate("N", size):
        return pyro.sample("y", dist.Normal(mu, torch.tensor(NOISE)), obs=data)


# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    stretch = 1.0 if mu is None else mu
    return 2.0 * (NOISE / stretch) ** 2 / n


# %% grade_id="gradient_spread"
import statistics


def gradient_spread(mu, data, k):
    pull = ((data.double() - mu) / NOISE**2).sum().item()
    slopes = []
    for _ in range(k):
        sites = poutine.trace(poutine.condition(model, {"mu": torch.tensor(mu)})).get_trace(data).nodes
        slopes.append((sites["a"]["value"].item() - 1) / mu - sites["b"]["value"].item() + pull)
    if k == 1:
        return slopes[0], 0.0
    lower, middle, upper = statistics.quantiles(slopes, n=4)
    return middle, upper - lower


# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    y = data.double()
    n, total, squares = len(y), y.sum().item(), (y**2).sum().item()
    u = [0.0] * 4
    history = []

    def heights_and_slope(u):
        alpha, a, b, mu = (math.exp(v) for v in u)
        log_alpha, log_a, log_b, log_mu = u
        log_joint = (
            -2 * log_alpha - 1 / alpha
            + (alpha - 1) * log_a - a - math.lgamma(alpha)
            - b
            + a * log_b + (a - 1) * log_mu - b * mu - math.lgamma(a)
            - (squares - 2 * mu * total + n * mu * mu) / (2 * NOISE**2) - n * math.log(NOISE * math.sqrt(2 * math.pi))
        )  # fmt: skip
        digamma = [torch.digamma(torch.tensor(x, dtype=torch.float64)).item() for x in (alpha, a)]
        slope = [
            -2 + 1 / alpha + alpha * (log_a - digamma[0]),
            alpha - 1 - a + a * (log_b + log_mu - digamma[1]),
            -b + a - b * mu,
            a - 1 - b * mu + mu * (total - n * mu) / NOISE**2,
        ]
        if jacobian:
            log_joint, slope = log_joint + sum(u), [s + 1 for s in slope]
        return log_joint, slope

    for step in range(steps + 1):
        try:
            height, slope = heights_and_slope(u)
        except (OverflowError, ZeroDivisionError):
            height, slope = math.nan, u
        if not math.isfinite(height):
            raise ValueError("the walk has run away: lr is too large")
        history.append(height)
        if step < steps:
            u = [v + lr * s for v, s in zip(u, slope, strict=True)]
    return dict(zip(("alpha", "a", "b", "mu"), map(math.exp, u), strict=True)), history
