# ---
# title: Draws and data side by side
# wrong: >-
#   data and mu are lined up one by one, which works only when there are as many of each.
# caught_by: [elbo_frozen]
# hint: >-
#   Every draw has to be scored with all data. You line up draws and data one by one: try another number of draws.
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return prior + each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data[: len(mu)], mu[: len(data)], NOISE).sum()
    return (log_joint - log_normal(mu, m, s)).mean()
