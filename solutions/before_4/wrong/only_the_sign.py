# ---
# title: Steps of one size
# wrong: >-
#   Only the sign of the slope is used.
# caught_by: [descent_path]
# hint: >-
#   Your steps have the same size wherever you stand. The text takes a longer step where the slope is steeper.
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - math.copysign(lr, slope(f, path[-1])))
    return path
