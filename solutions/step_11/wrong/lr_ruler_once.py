# ---
# title: The ruler counts only once
# wrong: In log space the limit is divided by mu, not by mu squared; the slope is converted, the step is not.
# caught_by: [stable_lr]
# hint: >-
#   From mu to log mu both things change: the slope, and what a step in log mu means in mu. Did you
#   count both?
# ---

# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    curvature = n / NOISE**2
    if mu is not None:
        curvature *= mu
    return 2 / curvature
