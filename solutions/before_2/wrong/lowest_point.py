# ---
# title: The lowest point
# wrong: >-
#   argmin in place of argmax.
# caught_by: [two_tops]
# hint: >-
#   Your theta is the one that fits worst. Which end of the curve is asked for?
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmin()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmin()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
