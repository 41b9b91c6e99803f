# ---
# title: Doing is taken for seeing
# wrong: >-
#   Both tables are conditionals.
# caught_by: [see_do]
# hint: >-
#   In your second table the first thing changes when somebody sets the second one. How should it know?
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = (first.unsqueeze(1) * second).T
    seeing = joint / joint.sum(dim=1, keepdim=True)
    return seeing, seeing
