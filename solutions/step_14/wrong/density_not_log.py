# ---
# title: The density instead of its logarithm
# wrong: >-
#   exp of the right answer.
# caught_by: [density]
# hint: >-
#   The values are right, but they are densities. The text asks for their logarithms.
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return dist.LogNormal(loc, scale).log_prob(mu).exp()
