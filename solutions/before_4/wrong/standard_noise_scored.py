# ---
# title: log q of the noise
# wrong: >-
#   The density of the noise in the place of that of mu: log s is missing.
# caught_by: [elbo_frozen]
# hint: >-
#   You take the log density of the noise for that of mu. But mu is stretched, and where things are stretched, their
#   density is lower.
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return prior + each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(noise, 0.0, 1.0)).mean()
