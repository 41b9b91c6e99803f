# ---
# title: The slope is returned as a tensor
# wrong: >-
#   The right number, but no plain float.
# caught_by: [slope_autograd, descent_path]
# hint: >-
#   The number is right, but it is still wrapped in a tensor. What makes a plain number of it?
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(place), place)
    return found


def slope_of_bump(x):
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
