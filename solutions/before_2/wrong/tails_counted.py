# ---
# title: Tails are counted
# wrong: >-
#   Entry k is the probability of k tails.
# caught_by: [predict_values]
# hint: >-
#   Your table is the right one, read from the other end. What does its first entry count?
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    terms = [math.comb(n, k) * torch.trapezoid(grid ** (n - k) * (1 - grid) ** k * density, grid) for k in range(n + 1)]
    return torch.stack(terms)
