# ---
# title: One arrow from each site
# wrong: >-
#   Only the first changed score is used.
# caught_by: [edges_found]
# hint: >-
#   From each site you draw one arrow at most. Several sites may depend on the same one.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        after = scores({**values, raised: values[raised] + 0.1})
        changed = [name for name in values if name != raised and after[name] != before[name]]
        edges += [(raised, name) for name in changed[:1]]
    return edges
