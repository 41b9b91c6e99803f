# ---
# title: The half is forgotten
# wrong: >-
#   The slope of the inner function is taken to be -2(x - 2).
# caught_by: [slope_hand]
# hint: >-
#   Hold your formula against your own `slope` for the same function: there is a factor between them. What does the
#   half in the exponent do to the 2 of the square?
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(place), place)
    return found.item()


def slope_of_bump(x):
    return 2.0 * (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
