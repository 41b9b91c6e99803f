# ---
# title: A difference to one side
# wrong: The forward difference, with f(x) in the place of f(x - h).
# caught_by: [difference_value]
# hint: >-
#   Your difference looks to one side only. For a curve that bends, the two sides differ: take a step in each
#   direction.
# ---

# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    here, right = (f(torch.tensor(place, dtype=torch.float64)) for place in (x, x + h))
    return ((right - here) / h).item()
