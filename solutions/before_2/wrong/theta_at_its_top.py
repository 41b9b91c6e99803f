# ---
# title: Theta at its top
# wrong: >-
#   The most likely theta put into the formula.
# caught_by: [predict_values]
# hint: >-
#   Your prediction takes theta for known, where the density is highest. All the other thetas have something to say
#   as well.
# ---

# %% grade_id="predict"
def predict(density, grid, n):
    top = grid[density.argmax()]
    return torch.stack([math.comb(n, k) * top**k * (1 - top) ** (n - k) for k in range(n + 1)])
