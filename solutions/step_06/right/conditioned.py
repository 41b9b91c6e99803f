# ---
# title: A drawing program that is conditioned on the data
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    def drawn():
        with pyro.plate("N", len(data), dim=-1):
            return pyro.sample("y", dist.Normal(mu, sigma))

    with torch.no_grad():
        return float(poutine.trace(poutine.condition(drawn, {"y": data})).get_trace().log_prob_sum())


# %% grade_id="best_mu"
def best_mu(data, grid):
    return max(grid.tolist(), key=lambda mu: per_reading(data, mu, NOISE))


# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    import itertools

    scored = [(score(data, mu, sigma), mu, sigma) for mu, sigma in itertools.product(mus.tolist(), sigmas.tolist())]
    return sorted(scored)[-1][1:]
