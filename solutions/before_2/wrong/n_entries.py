# ---
# title: One entry short
# wrong: >-
#   range(n): the probability of n heads is missing.
# caught_by: [predict_values]
# hint: >-
#   Your table has an entry too few. How many numbers of heads are there in n flips, with none and all of them?
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    terms = [math.comb(n, k) * torch.trapezoid(grid**k * (1 - grid) ** (n - k) * density, grid) for k in range(n)]
    return torch.stack(terms) if terms else torch.zeros(0)
