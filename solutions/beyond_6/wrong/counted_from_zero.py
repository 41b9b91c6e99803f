# ---
# title: Pieces counted from 0
# wrong: >-
#   The exponent is k.
# caught_by: [expected_pieces]
# hint: >-
#   Which piece is number one in the text: the first, or the one after it?
# ---

# %% grade_id="truncation"
def expected_weight(alpha, k):
    return (alpha / (1.0 + alpha)) ** k / (1.0 + alpha)


def truncation(alpha, eps):
    shares, left = 1, alpha / (1.0 + alpha)
    while left > eps:
        shares, left = shares + 1, left * alpha / (1.0 + alpha)
    return shares
