# ---
# title: The path lacks its start
# wrong: >-
#   Only the places after each step.
# caught_by: [descent_path]
# hint: >-
#   Your path has as many places as steps. Where did the walk begin?
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - lr * slope(f, path[-1]))
    return path[1:]
