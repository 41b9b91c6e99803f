# ---
# title: The arrows point the other way
# wrong: >-
#   From the child to the parent.
# caught_by: [edges_found]
# hint: >-
#   Your arrows point the wrong way. You raised a site, and the score of another one changed: which of the
#   two depends on the other?
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        edges += [(name, raised) for name in values if name != raised and after[name] != before[name]]
    return edges
