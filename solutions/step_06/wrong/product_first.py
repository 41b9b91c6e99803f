# ---
# title: The product first, the logarithm last
# wrong: >-
#   The product of many densities is 0 in the computer, and its logarithm minus infinity.
# caught_by: [score_value]
# hint: >-
#   You multiply the densities and take the logarithm at the end. With many readings the product is too
#   small for the computer: stay with the logarithms from the start.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data.double()).exp().prod().log().item()
