# ---
# title: One number for all values
# wrong: >-
#   The log densities are added up.
# caught_by: [density]
# hint: >-
#   You add the log densities up. The text asks for one for each element of mu, in the same shape.
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return (dist.Normal(loc, scale).log_prob(mu.log()) - mu.log()).sum()
