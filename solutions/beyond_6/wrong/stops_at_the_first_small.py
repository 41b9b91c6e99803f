# ---
# title: The order of the groups is believed
# wrong: >-
#   Counting stops at the first small weight.
# caught_by: [groups_counted]
# hint: >-
#   You take for granted that large groups come first. The order of the groups means nothing.
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    number = 0
    for piece in pieces.tolist():
        if piece < share:
            break
        number += 1
    return number


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    r = each.softmax(-1)
    return (r @ r.T).fill_diagonal_(1.0)
