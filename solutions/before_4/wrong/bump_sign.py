# ---
# title: Uphill and downhill exchanged
# wrong: >-
#   The sign of the inner slope.
# caught_by: [slope_hand]
# hint: >-
#   Left of its top the bump rises, and right of it it falls. What does your formula say?
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(place), place)
    return found.item()


def slope_of_bump(x):
    return (x - 2.0) * math.exp(-((x - 2.0) ** 2) / 2.0)
