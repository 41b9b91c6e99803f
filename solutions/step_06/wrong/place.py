# ---
# title: The place on the grid
# wrong: >-
#   argmax is returned, not the candidate.
# caught_by: [best_level]
# hint: >-
#   You return the place of the best candidate on the grid, not the candidate that stands there.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    scores = torch.tensor([score(data, mu, NOISE) for mu in grid.tolist()])
    return float(scores.argmax())
