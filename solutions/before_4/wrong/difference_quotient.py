# ---
# title: A difference in the place of the slope
# wrong: >-
#   A forward difference with a large step.
# caught_by: [slope_autograd, descent_path]
# hint: >-
#   Your slope is that of a straight line between two places that lie far apart. For a curve that bends, it is
#   another one. PyTorch can tell you the slope at one place.
# ---

# %% grade_id="slope"
def slope(f, x):
    return (f(torch.tensor(float(x) + 0.1)) - f(torch.tensor(float(x)))).item() / 0.1


def slope_of_bump(x):
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
