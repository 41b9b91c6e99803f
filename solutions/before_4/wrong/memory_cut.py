# ---
# title: The memory is cut
# wrong: >-
#   A copy without memory is handed to f, so PyTorch finds no way back.
# caught_by: [slope_autograd, descent_path]
# hint: >-
#   PyTorch finds no way from the height back to your place: what you hand to the function is a copy with the same
#   number and no memory of it.
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.tensor(float(x), requires_grad=True)
    (found,) = torch.autograd.grad(f(torch.tensor(place.item())), place)
    return found.item()


def slope_of_bump(x):
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
