# ---
# title: The pair is exchanged
# wrong: >-
#   (doing, seeing).
# caught_by: [see_do]
# hint: >-
#   Both of your tables are right, but they stand in each other's place.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = (first.unsqueeze(1) * second).T
    return first.expand(second.shape[1], -1), joint / joint.sum(dim=1, keepdim=True)
