# ---
# title: The tensor that came in requires a gradient afterwards
# wrong: >-
#   requires_grad_ on the caller's own tensor; the answers are right.
# caught_by: [slope_autograd]
# hint: >-
#   Your answers are right, but the tensor of whoever asked is not what it was: from now on PyTorch remembers all
#   that is done with it. Work on one of your own.
# ---

# %% grade_id="slope"
def slope(f, x):
    place = torch.as_tensor(x).requires_grad_()
    (found,) = torch.autograd.grad(f(place), place)
    return found.item()


def slope_of_bump(x):
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
