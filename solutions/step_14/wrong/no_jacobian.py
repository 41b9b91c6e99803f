# ---
# title: No Jacobian
# wrong: >-
#   The log density of u, at log mu.
# caught_by: [density]
# hint: >-
#   You give the log density of u, not of mu. The map stretches the gaps between the lines, so a correction is
#   missing.
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return dist.Normal(loc, scale).log_prob(mu.log())
