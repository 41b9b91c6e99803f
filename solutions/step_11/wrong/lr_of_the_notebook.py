# ---
# title: The notebook's own thousand readings
# wrong: The formula uses the number of global readings, whatever n says.
# caught_by: [stable_lr]
# hint: >-
#   Does your answer change when n does? Look at where the number of observations comes from.
# ---

# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    curvature = len(readings) / NOISE**2
    if mu is not None and n:
        curvature *= mu**2
    return 2 / curvature
