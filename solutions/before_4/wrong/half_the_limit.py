# ---
# title: The learning rate that arrives at once
# wrong: >-
#   1 / c brings the distance to 0 in one step; the limit is farther out.
# caught_by: [lr_limit]
# hint: >-
#   With your learning rate the walk arrives in a single step. One may go further: across the valley and back, as
#   long as each jump is shorter than the last.
# ---

# %% grade_id="largest_lr"
def largest_lr(c):
    if c <= 0.0:
        raise ValueError("without a positive curvature there is no valley")
    return 1.0 / c
