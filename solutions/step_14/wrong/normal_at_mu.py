# ---
# title: The normal, evaluated at mu
# wrong: >-
#   u and mu are taken for one thing.
# caught_by: [density]
# hint: >-
#   You ask the normal about mu. It knows only u: which u belongs to this mu?
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return dist.Normal(loc, scale).log_prob(mu)
