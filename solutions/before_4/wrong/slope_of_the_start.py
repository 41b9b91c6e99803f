# ---
# title: All steps with the first slope
# wrong: >-
#   The slope is asked for once, at the start.
# caught_by: [descent_path]
# hint: >-
#   All your steps have the same length. On the way down the ground gets flatter: when do you ask for the slope?
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    steep = slope(f, x0)
    return [x0 - lr * steep * k for k in range(steps + 1)]
