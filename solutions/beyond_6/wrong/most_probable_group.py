# ---
# title: The most probable groups are compared
# wrong: >-
#   Two points are together if their likeliest groups are the same: 0 or 1.
# caught_by: [pairs_together]
# hint: >-
#   Your answer is yes or no. Between two groups that overlap, neither is sure.
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return int((pieces >= share).sum())


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    z = each.argmax(-1)
    return (z[:, None] == z).float()
