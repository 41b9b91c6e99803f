# ---
# title: The average over the points, not over the line
# wrong: >-
#   Weighted by the density, without the distances: right on an even grid only.
# caught_by: [mean_value]
# hint: >-
#   Where the points of the grid lie close together, your average counts them more than the line below them. An
#   average over a density is an area.
# unnoticed: >-
#   The difference shows on uneven grids only, which the text and the check's last line tell.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return ((grid * density).sum() / density.sum()).item()
