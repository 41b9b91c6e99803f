# ---
# title: Densities that are 0 far away
# wrong: >-
#   exp before normalising.
# caught_by: [pairs_together]
# hint: >-
#   Far away from all groups your answer is no number. Where does a nought stand below a fraction bar?
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return int((pieces >= share).sum())


def together(x, pieces, locs, scales):
    each = pieces.log() + dist.Normal(locs, scales).log_prob(x[:, None])
    density = each.exp()
    r = density / density.sum(-1, keepdim=True)
    return (r @ r.T).fill_diagonal_(1.0)
