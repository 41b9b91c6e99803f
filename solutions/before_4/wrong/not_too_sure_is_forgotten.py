# ---
# title: The guide's own term is left out
# wrong: >-
#   The closed form without its entropy: the best s would be 0.
# caught_by: [elbo_closed]
# hint: >-
#   By your formula the best guide is a single point: nothing rewards a larger standard deviation. Which row of the
#   table speaks of the guide itself?
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return prior + each.sum()


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
