# ---
# title: No model, the distribution is asked directly, and loops keep the best so far
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return float(dist.Normal(mu, sigma).log_prob(data).sum())


# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data).mean().item()


# %% grade_id="best_mu"
def best_mu(data, grid):
    best, highest = None, -float("inf")
    for mu in grid:
        height = score(data, mu.item(), NOISE)
        if height > highest:
            best, highest = mu.item(), height
    return best


# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    best, highest = None, -float("inf")
    for sigma in sigmas:
        for mu in mus:
            height = score(data, mu.item(), sigma.item())
            if height >= highest:
                best, highest = [mu.item(), sigma.item()], height
    return best
