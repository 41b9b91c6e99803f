# ---
# title: One step too many
# wrong: >-
#   The loop runs once more.
# caught_by: [descent_path]
# hint: >-
#   Count the places of your path: the start, and one for each step.
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps + 1):
        path.append(path[-1] - lr * slope(f, path[-1]))
    return path
