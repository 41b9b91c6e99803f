# ---
# title: No valley, and no error
# wrong: >-
#   Nothing is said of a curvature that is not positive.
# caught_by: [lr_limit]
# hint: >-
#   Ask for a curvature that is zero or negative. The ground is flat or a hill then, and the text says what is to
#   happen.
# ---

# %% grade_id="largest_lr"
def largest_lr(c):
    return 2.0 / c if c else math.inf
