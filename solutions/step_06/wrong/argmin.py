# ---
# title: The lowest score wins
# wrong: >-
#   argmin in place of argmax.
# caught_by: [best_level]
# hint: >-
#   You return the candidate that fits worst. A score is not a loss: is the best one the highest or the
#   lowest?
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    scores = torch.tensor([score(data, mu, NOISE) for mu in grid.tolist()])
    return grid[scores.argmin()].item()
