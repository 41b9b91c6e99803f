# ---
# title: Tables are drawn from weights
# wrong: >-
#   A number from stick weights: groups, but not numbered as they are opened.
# caught_by: [seat_law]
# hint: >-
#   Your numbers are those of sticks. The text numbers tables in the order in which they are opened.
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(n)))


def seat(n, alpha, seed):
    torch.manual_seed(seed)
    pieces = weights(dist.Beta(1.0, alpha).expand([200]).sample())
    return dist.Categorical(pieces).sample((n,)).tolist()
