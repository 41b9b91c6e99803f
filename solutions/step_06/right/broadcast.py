# ---
# title: All candidates at once by broadcasting; flat argmax
# ---

# %% grade_id="score"
def gauge(data, mu, sigma):
    with pyro.plate("readings", data.shape[0]):
        return pyro.sample("reading", dist.Normal(torch.tensor(mu), torch.tensor(sigma)), obs=data)


def score(data, mu, sigma):
    trace = poutine.trace(gauge).get_trace(data, mu, sigma)
    trace.compute_log_prob()
    return trace.nodes["reading"]["log_prob"].sum().item()


# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return score(data, mu, sigma) / data.numel()


# %% grade_id="best_mu"
def best_mu(data, grid):
    scores = dist.Normal(grid[:, None], NOISE).log_prob(data).sum(-1)
    return grid[scores.argmax()].item()


# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    scores = dist.Normal(mus[:, None, None], sigmas[:, None]).log_prob(data).sum(-1)
    row, column = divmod(scores.argmax().item(), len(sigmas))
    return mus[row].item(), sigmas[column].item()
