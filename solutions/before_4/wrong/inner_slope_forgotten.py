# ---
# title: The inner function has no slope
# wrong: >-
#   The slope of exp at the inner value, not multiplied by the slope of the inner function.
# caught_by: [slope_hand]
# hint: >-
#   Your formula is never negative, but right of its top the bump falls. The rule for a function in a function has
#   two factors: which one is missing?
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(place), place)
    return found.item()


def slope_of_bump(x):
    return math.exp(-((x - 2.0) ** 2) / 2.0)
