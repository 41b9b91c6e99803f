# ---
# title: Up, not down
# wrong: >-
#   The step is taken along the slope.
# caught_by: [descent_path]
# hint: >-
#   Your walk leads uphill. Which way does the slope point?
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] + lr * slope(f, path[-1]))
    return path
