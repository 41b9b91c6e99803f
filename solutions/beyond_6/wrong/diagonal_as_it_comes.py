# ---
# title: A point need not be with itself
# wrong: >-
#   The diagonal is left as the product gives it.
# caught_by: [pairs_together]
# hint: >-
#   Is a flower of one group with itself? Look at the diagonal.
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return int((pieces >= share).sum())


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    r = each.softmax(-1)
    return r @ r.T
