# ---
# title: The mean of the data
# wrong: >-
#   The grid is not looked at.
# caught_by: [best_level]
# hint: >-
#   You return the mean of the data. The best of all levels it is, but not one of the candidates that were
#   given.
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    return data.mean().item()
