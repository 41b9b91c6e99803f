# ---
# title: All groups are counted
# wrong: >-
#   The weights are not looked at.
# caught_by: [groups_counted]
# hint: >-
#   Groups are always all there. Which of them count?
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return len(pieces)


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    r = each.softmax(-1)
    return (r @ r.T).fill_diagonal_(1.0)
