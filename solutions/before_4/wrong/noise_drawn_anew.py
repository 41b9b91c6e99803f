# ---
# title: The noise is drawn anew
# wrong: >-
#   torch.randn_like in the place of the noise that was given.
# caught_by: [elbo_frozen]
# hint: >-
#   Ask twice with the same noise: your answers differ. In a landscape that trembles one cannot tell up from down.
#   Who brings the noise?
# ---

# %% grade_id="elbo"
def elbo_exact(m, s, data):
    log_2pi = math.log(2.0 * math.pi)
    prior = -0.5 * log_2pi - math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2.0 * SPREAD**2)
    each = -0.5 * log_2pi - math.log(NOISE) - ((m - data) ** 2 + s**2) / (2.0 * NOISE**2)
    return prior + each.sum() + s.log() + 0.5 * (log_2pi + 1.0)


def elbo_draws(m, s, data, noise):
    mu = m + s * torch.randn_like(noise)
    log_joint = log_normal(mu, CENTRE, SPREAD) + log_normal(data, mu[:, None], NOISE).sum(1)
    return (log_joint - log_normal(mu, m, s)).mean()
