# ---
# title: PyTorch's own Bernoulli and Binomial, functions for every average
# ---

# %% grade_id="log_likelihood"
from torch.distributions import Bernoulli, Binomial


def log_likelihood(theta, heads, tails):
    with_order = Bernoulli(probs=theta, validate_args=False)
    sides = torch.stack([torch.where(theta > 0, theta, 0.0).log(), torch.where(theta < 1, 1 - theta, 0.0).log()])
    counts = torch.tensor([heads, tails], dtype=theta.dtype).reshape([2] + [1] * theta.dim())
    return torch.where(counts > 0, counts * sides, 0.0).sum(0).reshape(with_order.batch_shape)


# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    logs = log_prior + log_lik
    possible = logs[logs > -math.inf]
    if len(possible) == 0:
        raise ValueError("there is no evidence: its probability is 0")
    shift = possible.mean().clamp(min=possible.max() - 300.0)
    area = torch.trapezoid(torch.exp(logs - shift), grid)
    return torch.exp(logs - shift - area.log()), shift.item() + math.log(area.item())


# %% grade_id="three_numbers_functions"
def average(function, log_prior, log_lik, grid):
    """The posterior's average of a function of theta."""
    density = grid_posterior(log_prior, log_lik, grid)[0]
    return torch.trapezoid(function(grid) * density, grid).item()


def mle(log_lik, grid):
    return grid[torch.topk(log_lik, 1).indices[0]].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[grid_posterior(log_prior, log_lik, grid)[0].argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    return average(lambda theta: theta, log_prior, log_lik, grid)


# %% grade_id="predict"
def predict(density, grid, n):
    counts = torch.arange(n + 1, dtype=grid.dtype).unsqueeze(-1)
    inside = grid.clamp(1e-12, 1 - 1e-12)
    given_theta = Binomial(n, inside).log_prob(counts).exp()  # [n + 1, k]
    return torch.trapezoid(given_theta * density, grid, dim=-1)


# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = (program(luck) for _ in range(n))
    return list(filter(lambda run: {**run, **evidence} == run, runs))


# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = torch.einsum("k,km->mk", first, second)
    return joint / joint.sum(1)[:, None], first.repeat(second.size(1), 1)
