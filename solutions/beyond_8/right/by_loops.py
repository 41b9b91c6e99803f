# ---
# title: Plain Python, number by number
# ---

# %% grade_id="globe"
def grid(k, n, size):
    logs = []
    for place in range(size):
        p = place / (size - 1)
        if (p == 0.0 and k > 0) or (p == 1.0 and k < n):
            logs.append(-math.inf)
        else:
            hit = k * math.log(p) if k else 0.0
            miss = (n - k) * math.log(1.0 - p) if n > k else 0.0
            logs.append(hit + miss)
    top = max(logs)
    heights = [math.exp(one - top) for one in logs]
    return torch.tensor([height / sum(heights) for height in heights])


def quadratic(k, n):
    if k == 0 or k == n:
        raise ValueError("the top of the hill is at the edge")
    top = k / n
    bend = k / top**2 + (n - k) / (1 - top) ** 2
    return top, bend**-0.5

# %% grade_id="laplace"
def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    pyro.clear_param_store()
    guide = AutoLaplaceApproximation(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.laplace_approximation(*args).get_posterior()
    return normal.mean, normal.covariance_matrix


def mapped_back(loc, scale):
    total = first = second = 0.0
    for step in range(-4000, 4001):
        z = step / 500
        weight = math.exp(-z * z / 2)
        p = 1.0 / (1.0 + math.exp(-loc - scale * z))
        total, first, second = total + weight, first + weight * p, second + weight * p * p
    return first / total, math.sqrt(second / total - (first / total) ** 2)

# %% grade_id="intervals"
def refuse(mass):
    if mass <= 0 or mass >= 1:
        raise ValueError("the mass has to lie between 0 and 1")


def percentile_interval(samples, mass):
    refuse(mass)
    ordered = sorted(samples.tolist())

    def quantile(share):
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return quantile((1 - mass) / 2), quantile((1 + mass) / 2)


def densest_interval(samples, mass):
    refuse(mass)
    ordered = sorted(samples.tolist())
    held = math.ceil(mass * len(ordered))
    best = None
    for first in range(len(ordered) - held + 1):
        low, high = ordered[first], ordered[first + held - 1]
        if best is None or high - low < best[1] - best[0]:
            best = low, high
    return best

# %% grade_id="line"
def learn(belief, x, y, noise):
    mean, covariance = belief[0].clone(), belief[1].clone()
    for place, value in zip(x, y, strict=True):  # one measurement at a time
        row = torch.stack([torch.ones_like(place), place])
        lean = covariance @ row
        gain = lean / (row @ lean + noise**2)
        mean = mean + gain * (value - row @ mean)
        covariance = covariance - torch.outer(gain, lean)
    return mean, covariance


def recentre(belief, shift):
    (a, b), ((var_a, both), (_, var_b)) = (part.tolist() for part in belief)
    mixed = both + shift * var_b
    spread = [[var_a + 2 * shift * both + shift**2 * var_b, mixed], [mixed, var_b]]
    mean = torch.tensor([a + shift * b, b], dtype=torch.float64)
    return mean, torch.tensor(spread, dtype=torch.float64)


def predict(belief, x, noise):
    (a, b), c = belief
    variance = c[0, 0] + 2 * x * c[0, 1] + x**2 * c[1, 1]
    return a + b * x, variance**0.5, (variance + noise**2) ** 0.5

# %% grade_id="groups"
def by_group(x, group, n_groups, y=None):
    plate = pyro.plate("species", n_groups)
    with plate:
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
    with plate:
        b = pyro.sample("b", dist.Normal(0.0, 1.0))
    lines = torch.stack([a, b], -1)[group]
    with pyro.plate("flowers", len(x)):
        return pyro.sample("y", dist.Normal(lines[:, 0] + lines[:, 1] * x, 0.4), obs=y)


def slopes(x, y, group, n_groups):
    def slope(rows):
        return learn(FLOWER, x[rows], y[rows], WIDTH_NOISE)[0][1].item()

    everyone = range(len(x))
    within = [[i for i in everyone if group[i] == g] for g in range(n_groups)]
    return slope(list(everyone)), [slope(rows) for rows in within]

# %% grade_id="waic"
def waic(table):
    if table.shape[0] < 2:
        raise ValueError("at least two draws, please")
    lppd, penalty = [], []
    for column in table.T.tolist():
        top = max(column)
        lppd.append(top + math.log(sum(math.exp(one - top) for one in column) / len(column)))
        middle = sum(column) / len(column)
        penalty.append(sum((one - middle) ** 2 for one in column) / (len(column) - 1))
    parts = [-2 * (fit - cost) for fit, cost in zip(lppd, penalty, strict=True)]
    whole = {"lppd": sum(lppd), "penalty": sum(penalty), "waic": sum(parts)}
    return whole | {"pointwise": torch.tensor(parts, dtype=torch.float64)}
