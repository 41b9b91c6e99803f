# ---
# title: The coefficient is forgotten
# wrong: >-
#   The probability of one order, where any will do.
# caught_by: [predict_values]
# hint: >-
#   Your probabilities sum to less than 1 from two flips on. In how many orders can so many heads come?
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    return torch.stack([torch.trapezoid(grid**k * (1 - grid) ** (n - k) * density, grid) for k in range(n + 1)])
