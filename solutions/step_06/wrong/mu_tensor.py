# ---
# title: The best candidate is a tensor
# wrong: >-
#   The entry is right but not a plain float.
# caught_by: [best_level]
# hint: >-
#   The candidate is right, but it is a tensor. Step 1 shows how to get the plain Python number out of one.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    scores = torch.tensor([score(data, mu, NOISE) for mu in grid.tolist()])
    return grid[scores.argmax()]
