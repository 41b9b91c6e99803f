# ---
# title: The Jacobian with the wrong sign
# wrong: >-
#   log mu is added instead of subtracted.
# caught_by: [density]
# hint: >-
#   Your correction goes in the wrong direction. Where the map stretches, the same share lies over a broader gap:
#   does that raise a density or lower it?
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return dist.Normal(loc, scale).log_prob(mu.log()) + mu.log()
