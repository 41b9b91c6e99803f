# ---
# title: Each arrow comes both ways
# wrong: >-
#   Dependence is taken to be mutual.
# caught_by: [edges_found]
# hint: >-
#   You draw each arrow both ways. The distribution of one of the two sites is made from the other, and not
#   the other way round: which was raised?
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        for name in values:
            if name != raised and after[name] != before[name]:
                edges += [(raised, name), (name, raised)]
    return edges
