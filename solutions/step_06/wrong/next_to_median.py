# ---
# title: The candidate next to the median
# wrong: The number in the middle of the sorted readings in place of the highest score.
# caught_by: [best_level]
# hint: >-
#   Your candidate lies next to the reading in the middle, whatever the others are. How does a reading that is far
#   away change the score of a level?
# ---

# %% grade_id="best_mu"
def best_mu(data, grid):
    return grid[(grid - data.quantile(0.5)).abs().argmin()].item()
