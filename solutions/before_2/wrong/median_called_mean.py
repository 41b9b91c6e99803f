# ---
# title: The median is called the mean
# wrong: >-
#   The theta with half of the area on either side.
# caught_by: [mean_value]
# hint: >-
#   Your number has half of the area to its left. That is the median; the mean also counts how far away things are.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return grid[(torch.cumulative_trapezoid(density, grid) < 0.5).sum() + 1].item()
