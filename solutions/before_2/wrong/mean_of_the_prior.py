# ---
# title: The average over the prior
# wrong: >-
#   The data do not come into it.
# caught_by: [mean_value]
# hint: >-
#   Your mean does not move with the data: over which density do you take the average?
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    return (torch.trapezoid(grid * log_prior.exp(), grid) / torch.trapezoid(log_prior.exp(), grid)).item()
