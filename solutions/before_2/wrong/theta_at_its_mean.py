# ---
# title: Theta at its mean
# wrong: >-
#   The mean put into the formula: as if theta were known.
# caught_by: [predict_values]
# hint: >-
#   Your prediction takes theta for known, at its mean. That is right for one flip; from two on the average of the
#   formula is not the formula of the average.
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    mean = torch.trapezoid(grid * density, grid)
    return torch.stack([math.comb(n, k) * mean**k * (1 - mean) ** (n - k) for k in range(n + 1)])
