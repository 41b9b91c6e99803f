# ---
# title: Divided by one step
# wrong: The two places are two steps apart, but the difference is divided by h.
# caught_by: [difference_value]
# hint: >-
#   How far apart are the two places at which you look? Divide by this distance.
# ---

# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    left, right = (f(torch.tensor(place, dtype=torch.float64)) for place in (x - h, x + h))
    return ((right - left) / h).item()
