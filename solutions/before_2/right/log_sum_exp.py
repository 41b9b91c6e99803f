# ---
# title: Areas as weights of the points, and logsumexp
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    total = torch.zeros_like(theta)
    if heads > 0:
        total = total + heads * theta.log()
    if tails > 0:
        total = total + tails * torch.log1p(-theta)
    return total


# %% grade_id="grid_posterior"
def weights(grid):
    """How much each point counts in the trapezoid rule: half of its two distances."""
    steps = grid.diff()
    none = torch.zeros(1, dtype=steps.dtype)
    return (torch.cat([steps, none]) + torch.cat([none, steps])) / 2


def grid_posterior(log_prior, log_lik, grid):
    terms = log_prior + log_lik
    log_evidence = torch.logsumexp(terms + weights(grid).log(), dim=0)
    if torch.isneginf(log_evidence):
        raise ValueError("the evidence is zero everywhere on this grid")
    return torch.exp(terms - log_evidence), float(log_evidence)


# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return float(grid[log_lik == log_lik.max()][0])


def map_estimate(log_prior, log_lik, grid):
    return mle(log_prior + log_lik, grid)


def posterior_mean(log_prior, log_lik, grid):
    density = grid_posterior(log_prior, log_lik, grid)[0]
    return float((weights(grid) * density) @ grid)


# %% grade_id="predict"
def predict(density, grid, n):
    k = torch.arange(n + 1).unsqueeze(1)
    coefficients = torch.tensor([[float(math.comb(n, i))] for i in range(n + 1)], dtype=grid.dtype)
    return (coefficients * grid**k * (1 - grid) ** (n - k)) @ (weights(grid) * density)


# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator()
    luck.manual_seed(seed)
    kept = []
    while n > 0:
        run = program(luck)
        if evidence.items() <= run.items():
            kept.append(run)
        n -= 1
    return kept


# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = torch.diag(first) @ second
    return (joint / joint.sum(0)).T, torch.ones(second.shape[1], 1) * first
