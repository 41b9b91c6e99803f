# ---
# title: Columns in place of rows
# wrong: >-
#   Both tables have the shape [k, m].
# caught_by: [see_do]
# hint: >-
#   Your numbers are right, but they stand in columns. Which of the two things has a row for each of its values?
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = first.unsqueeze(1) * second
    return joint / joint.sum(dim=0), first.unsqueeze(1).expand(-1, second.shape[1])
