# ---
# title: The last weight is counted as a share
# wrong: >-
#   The number of weights, not of shares.
# caught_by: [enough_sticks]
# hint: >-
#   You count the pieces with the remainder among them. What does the text count?
# ---

# %% grade_id="truncation"
def expected_weight(alpha, k):
    return (alpha / (1.0 + alpha)) ** (k - 1) / (1.0 + alpha)


def truncation(alpha, eps):
    shares, left = 1, alpha / (1.0 + alpha)
    while left > eps:
        shares, left = shares + 1, left * alpha / (1.0 + alpha)
    return shares + 1
