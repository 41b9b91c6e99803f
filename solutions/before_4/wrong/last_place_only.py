# ---
# title: Only the end of the path
# wrong: >-
#   The last place is returned, not the path.
# caught_by: [descent_path]
# hint: >-
#   You return where the walk ended. The text asks for all places on the way, the start included.
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - lr * slope(f, path[-1]))
    return path[-1]
