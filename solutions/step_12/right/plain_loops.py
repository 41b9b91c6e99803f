# ---
# title: Diagnostics with plain Python lists; a conditioned model for NUTS
# ---

# %% grade_id="split_rhat"
from statistics import fmean, variance


def split_rhat(chains):
    rows = chains.tolist()
    half = len(rows[0]) // 2
    halves = [row[:half] for row in rows] + [row[-half:] for row in rows]
    within = fmean(variance(part) for part in halves)
    between = variance([fmean(part) for part in halves])
    return math.sqrt(((half - 1) / half * within + between) / within)


# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    rows = [[value - fmean(row) for value in row] for row in chains.tolist()]
    c, n = len(rows), len(rows[0])
    within = fmean(variance(row) for row in rows)
    whole = within * (n - 1) / n + variance([fmean(row) for row in chains.tolist()])

    def rho(lag):
        pairs = [fmean(x * y for x, y in zip(row, row[lag:], strict=False)) for row in rows]
        return 1 - (within - fmean(pairs)) / whole if lag else 1.0

    tau, smallest = 2 * (rho(0) + rho(1)) - 1, math.inf
    for lag in range(2, n - n % 2, 2):
        smallest = min(smallest, max(0.0, rho(lag) + rho(lag + 1)))
        if smallest == 0.0:
            break
        tau += 2 * smallest
    return c * n / tau


# %% grade_id="summary"
import numpy as np


def summary(samples):
    return {
        name: {
            "rhat": split_rhat(chains),
            "ess": effective_sample_size(chains),
            "mean": float(np.mean(chains.numpy())),
            "sd": float(np.std(chains.numpy(), ddof=1)),
            "5%": float(np.percentile(chains.numpy(), 5)),
            "95%": float(np.percentile(chains.numpy(), 95)),
        }
        for name, chains in samples.items()
    }


# %% grade_id="posterior_samples"
def one_chain(data, warmup, draws):
    given = pyro.condition(model, data={"y": data})
    run = MCMC(NUTS(given, max_tree_depth=4, target_accept_prob=0.75), draws, warmup_steps=warmup, disable_progbar=True)
    run.run(n_obs=len(data))
    return run.get_samples()


def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    torch.manual_seed(seed)
    made = [one_chain(data, warmup, draws) for _ in range(chains)]
    return {name: torch.stack([chain[name] for chain in made]) for name in made[0]}
