# ---
# title: The prior is left out
# wrong: >-
#   Only the data and the guide.
# caught_by: [elbo_closed]
# hint: >-
#   With a single crossing your best guide sits right on it, as if you had believed nothing before. Which row of the
#   table is missing?
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
