# ---
# title: The closed form has no memory of its arguments
# wrong: >-
#   The result is built from plain floats: no slope can be taken.
# caught_by: [elbo_closed]
# hint: >-
#   Your number is right, but it has no memory of m and s, so nobody can walk on it. Where do you leave the tensors?
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    m, s = m.detach(), s.detach()
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return prior + each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * noise
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
