# ---
# title: Slopes pile up in the tensor that came in
# wrong: >-
#   backward on the caller's own tensor, whose grad nobody empties.
# caught_by: [slope_autograd]
# hint: >-
#   Ask twice with one and the same tensor: the second answer has the first in it. What does backward do with what
#   is in grad already, and whose tensor is it?
# ---

# %% grade_id="slope"
def slope(f, x):
    place = x.requires_grad_() if isinstance(x, torch.Tensor) else torch.tensor(x, requires_grad=True)
    f(place).backward()
    return place.grad.item()


def slope_of_bump(x):
    return (2.0 - x) * math.exp(-((x - 2.0) ** 2) / 2.0)
