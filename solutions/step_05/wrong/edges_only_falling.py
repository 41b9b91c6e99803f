# ---
# title: Only falling scores count
# wrong: >-
#   A score that rises is not noticed.
# caught_by: [edges_found]
# hint: >-
#   You count an arrow only when a score falls. A change in either direction shows that the site depends on
#   the one that was raised.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        edges += [(raised, name) for name in values if name != raised and after[name] < before[name]]
    return edges
