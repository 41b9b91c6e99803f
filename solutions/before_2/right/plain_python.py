# ---
# title: Floats and loops
# ---

# %% grade_id="log_likelihood"
def log_of(count, p):
    if count == 0:
        return 0.0
    return count * math.log(p) if p > 0 else -math.inf


def log_likelihood(theta, heads, tails):
    values = [log_of(heads, p) + log_of(tails, 1 - p) for p in theta.flatten().tolist()]
    return torch.tensor(values, dtype=theta.dtype).reshape(theta.shape)


# %% grade_id="grid_posterior"
def area_under(heights, points):
    return sum(
        (points[i + 1] - points[i]) * (heights[i] + heights[i + 1]) / 2 for i in range(len(points) - 1)
    )


def grid_posterior(log_prior, log_lik, grid):
    logs = [a + b for a, b in zip(log_prior.tolist(), log_lik.tolist(), strict=True)]
    top = max(logs)
    if math.isinf(top):
        raise ValueError("evidence 0")
    heights = [math.exp(value - top) for value in logs]
    area = area_under(heights, grid.tolist())
    return torch.tensor([height / area for height in heights], dtype=grid.dtype), top + math.log(area)


# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return max(zip(log_lik.tolist(), grid.tolist(), strict=True))[1]


def map_estimate(log_prior, log_lik, grid):
    pairs = zip((log_prior + log_lik).tolist(), grid.tolist(), strict=True)
    return max(pairs, key=lambda pair: pair[0])[1]


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return area_under((density * grid).tolist(), grid.tolist())


# %% grade_id="predict"
def predict(density, grid, n):
    table = torch.zeros(n + 1, dtype=grid.dtype)
    for k in range(n + 1):
        heights = [
            p**k * (1 - p) ** (n - k) * d for p, d in zip(grid.tolist(), density.tolist(), strict=True)
        ]
        table[k] = math.comb(n, k) * area_under(heights, grid.tolist())
    return table


# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    kept = []
    for _ in range(n):
        run = program(luck)
        agrees = True
        for name in evidence:
            if name not in run or run[name] != evidence[name]:
                agrees = False
        if agrees:
            kept.append(run)
    return kept


# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    k, m = second.shape
    seeing, doing = torch.zeros(m, k), torch.zeros(m, k)
    for v in range(m):
        total = sum(first[i].item() * second[i, v].item() for i in range(k))
        for i in range(k):
            seeing[v, i] = first[i] * second[i, v] / total if total > 0 else math.nan
            doing[v, i] = first[i]
    return seeing, doing
