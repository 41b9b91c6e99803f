# ---
# title: More than share
# wrong: >-
#   A weight that is exactly share is not counted.
# caught_by: [groups_counted]
# hint: >-
#   What about a group that has just the share that was asked for?
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return int((pieces > share).sum())


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    r = each.softmax(-1)
    return (r @ r.T).fill_diagonal_(1.0)
