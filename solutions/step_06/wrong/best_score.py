# ---
# title: The best score
# wrong: >-
#   max is returned, not the candidate.
# caught_by: [best_level]
# hint: >-
#   You return the best score. The text asks for the candidate that has it.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    return max(score(data, mu, NOISE) for mu in grid.tolist())
