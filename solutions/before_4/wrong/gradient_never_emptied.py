# ---
# title: The gradient is never emptied
# wrong: >-
#   backward in a loop adds up the slopes.
# caught_by: [descent_path]
# hint: >-
#   Your first step is right, and the second too long: it is taken with the sum of two slopes. What does backward do
#   with what is in grad already?
# ---

# %% grade_id="descend"
def descend(f, x0, lr, steps):
    x = torch.tensor(x0, requires_grad=True)
    path = [x0]
    for _ in range(steps):
        f(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        path.append(x.item())
    return path
