# ---
# title: Less than eps, where eps itself is enough
# wrong: >-
#   The loop goes on while as much as eps is left.
# caught_by: [enough_sticks]
# hint: >-
#   When exactly as much is left as is allowed, is one more share needed?
# ---

# %% grade_id="truncation"
def expected_weight(alpha, k):
    return (alpha / (1.0 + alpha)) ** (k - 1) / (1.0 + alpha)


def truncation(alpha, eps):
    shares, left = 1, alpha / (1.0 + alpha)
    while left >= eps:
        shares, left = shares + 1, left * alpha / (1.0 + alpha)
    return shares
