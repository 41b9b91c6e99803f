# ---
# title: With the binomial coefficient
# wrong: >-
#   The probability of the counts, not of a sequence in a known order.
# caught_by: [log_likelihood_values]
# hint: >-
#   Your likelihood is that of the counts, in any order. The text has the flips in a known order: what is left out
#   then?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(theta, heads, tails):
    orders = math.lgamma(heads + tails + 1) - math.lgamma(heads + 1) - math.lgamma(tails + 1)
    return orders + torch.xlogy(heads, theta) + torch.xlogy(tails, 1 - theta)
