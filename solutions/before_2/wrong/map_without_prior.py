# ---
# title: The MAP is the MLE
# wrong: >-
#   The prior does not come into map_estimate.
# caught_by: [two_tops]
# hint: >-
#   Your MAP is the maximum of the likelihood. What makes a posterior of it?
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[log_lik.argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
