# ---
# title: Raised sites stay raised
# wrong: >-
#   The tensors in values are changed in place, so the next experiment starts from other values.
# caught_by: [edges_found]
# hint: >-
#   A site that you have raised is still raised in the next experiment, so the scores of its children look
#   changed every time. Does your code change the tensor that stands in values, or make a new one?
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    before = scores(values)
    edges = []
    for raised in values:
        changed = dict(values)
        changed[raised] += 0.1
        after = scores(changed)
        edges += [(raised, name) for name in values if name != raised and after[name] != before[name]]
    return edges
