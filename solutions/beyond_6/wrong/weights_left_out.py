# ---
# title: Groups weigh the same
# wrong: >-
#   The weights are not in the table.
# caught_by: [pairs_together]
# hint: >-
#   A rare group and a frequent one are equally likely for your points.
# ---

# %% grade_id="how_many"
def how_many(pieces, share):
    return int((pieces >= share).sum())


def together(x, pieces, locs, scales):
    r = dist.Normal(locs, scales).log_prob(x[:, None]).softmax(-1)
    return (r @ r.T).fill_diagonal_(1.0)
