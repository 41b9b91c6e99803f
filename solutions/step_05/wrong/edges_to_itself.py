# ---
# title: Arrows from a site to itself
# wrong: >-
#   The raised site's own score always changes.
# caught_by: [edges_found]
# hint: >-
#   You draw arrows from a site to itself. That the raised site scores differently says nothing about who
#   depends on whom.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        edges += [(raised, name) for name in values if after[name] != before[name]]
    return edges
