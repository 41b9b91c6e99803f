# ---
# title: The last piece is looked at, not the remainder
# wrong: >-
#   The search stops at the first piece whose mean is at most eps.
# caught_by: [enough_sticks]
# hint: >-
#   A small piece may leave a lot of stick. What has to be small where one stops?
# ---

# %% grade_id="truncation"
def expected_weight(alpha, k):
    return (alpha / (1.0 + alpha)) ** (k - 1) / (1.0 + alpha)


def truncation(alpha, eps):
    k = 1
    while expected_weight(alpha, k) > eps:
        k += 1
    return k
