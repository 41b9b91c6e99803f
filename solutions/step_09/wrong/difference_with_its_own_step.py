# ---
# title: The step that was given is ignored
# wrong: h is always 1e-4.
# caught_by: [difference_value]
# hint: >-
#   Your function takes a step of its own choice. With a large step a central difference is less exact, and one
#   can see by it that the step was used.
# ---

# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    h = 1e-4
    left, right = (f(torch.tensor(place, dtype=torch.float64)) for place in (x - h, x + h))
    return ((right - left) / (2 * h)).item()
