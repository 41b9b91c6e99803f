# ---
# title: The noise is taken for a variance
# wrong: >-
#   NOISE and SPREAD are not squared.
# caught_by: [elbo_closed]
# hint: >-
#   In the table the two constants stand below squared distances. They are standard deviations: what has to happen
#   to them?
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE)
    return prior + each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
