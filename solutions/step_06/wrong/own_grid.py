# ---
# title: A grid of its own
# wrong: >-
#   The argument is ignored and the notebook's grid searched.
# caught_by: [best_level]
# hint: >-
#   You search a grid of your own. The candidates are those that the caller gives.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    grid = torch.linspace(-2.0, 8.0, 101)
    scores = torch.tensor([score(data, mu, NOISE) for mu in grid.tolist()])
    return grid[scores.argmax()].item()
