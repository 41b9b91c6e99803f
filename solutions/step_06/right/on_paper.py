# ---
# title: Formulas; the candidate next to the mean, then the best sigma for it
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    import math

    squares = sum((y - mu) ** 2 for y in data.tolist())
    return -squares / (2 * sigma**2) - len(data) * math.log(sigma * math.sqrt(2 * math.pi))


# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return sum(score(reading[None], mu, sigma) for reading in data) / len(data)


# %% grade_id="best_mu"
def best_mu(data, grid):
    return grid[(grid - data.mean()).abs().argmin()].item()


# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    mu = best_mu(data, mus)
    return mu, max(sigmas.tolist(), key=lambda sigma: score(data, mu, sigma))
