# ---
# title: The fastest step, not the largest
# wrong: 1 / curvature is where the walk arrives in one step; it still arrives beyond that.
# caught_by: [stable_lr]
# hint: >-
#   At your learning rate the walk arrives at once. The question is from where on it does not arrive any
#   more: may it step over the top?
# ---

# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    curvature = n / NOISE**2
    if mu is not None:
        curvature *= mu**2
    return 1 / curvature
