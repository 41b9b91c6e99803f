# ---
# title: alpha the other way round
# wrong: >-
#   1/(1 + alpha) and alpha/(1 + alpha) are exchanged everywhere.
# caught_by: [expected_pieces, enough_sticks]
# hint: >-
#   With your functions a large alpha makes few groups. What is the mean of a share that is Beta(1, alpha)?
# ---

# %% grade_id="truncation"
def expected_weight(alpha, k):
    return (1.0 / (1.0 + alpha)) ** (k - 1) * alpha / (1.0 + alpha)


def truncation(alpha, eps):
    shares, left = 1, 1.0 / (1.0 + alpha)
    while left > eps:
        shares, left = shares + 1, left * 1.0 / (1.0 + alpha)
    return shares
