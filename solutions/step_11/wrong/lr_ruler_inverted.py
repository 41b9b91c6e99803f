# ---
# title: The ruler the wrong way round
# wrong: In log space the curvature is divided by mu squared.
# caught_by: [stable_lr]
# hint: >-
#   When mu is large, is a step of a given size in log mu a long or a short way in mu? So does the hill
#   look steeper or flatter there?
# ---

# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    curvature = n / NOISE**2
    if mu is not None:
        curvature /= mu**2
    return 2 / curvature
