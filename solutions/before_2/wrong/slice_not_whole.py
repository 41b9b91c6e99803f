# ---
# title: Seen, but not made whole
# wrong: >-
#   The joint: its rows do not sum to 1.
# caught_by: [see_do]
# hint: >-
#   The rows of your table for what is seen do not sum to 1. The slice has to be made whole again.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = (first.unsqueeze(1) * second).T
    return joint, first.expand(second.shape[1], -1)
