# ---
# title: The likelihood without its logarithm
# wrong: >-
#   A product of powers: 0 for thousands of flips.
# caught_by: [log_likelihood_values]
# hint: >-
#   What you return lies between 0 and 1: it is the likelihood. The function is called after its logarithm, and
#   thousands of flips are the reason.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    return theta**heads * (1 - theta) ** tails
