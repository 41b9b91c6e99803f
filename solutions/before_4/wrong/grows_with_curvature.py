# ---
# title: Narrow valleys with large steps
# wrong: >-
#   2 * c in the place of its inverse.
# caught_by: [lr_limit]
# hint: >-
#   Try your limit in a narrow valley, with a large curvature. Should the steps be larger there, or smaller?
# ---

# %% grade_id="largest_lr"
def largest_lr(c):
    if c <= 0.0:
        raise ValueError("without a positive curvature there is no valley")
    return 2.0 * c
