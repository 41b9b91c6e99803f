# ---
# title: Every theta counts the same
# wrong: >-
#   The density is left out: the mean over the points.
# caught_by: [predict_values]
# hint: >-
#   Your prediction does not change with the density. Some thetas are more likely than others.
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    width = grid[-1] - grid[0]
    terms = [torch.trapezoid(grid**k * (1 - grid) ** (n - k), grid) / width for k in range(n + 1)]
    return torch.stack([math.comb(n, k) * term for k, term in enumerate(terms)])
