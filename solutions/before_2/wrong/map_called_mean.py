# ---
# title: The MAP is called the mean
# wrong: >-
#   The highest point of the density.
# caught_by: [mean_value]
# hint: >-
#   Your mean is the place of the density's top. A hill that leans has its average elsewhere.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return grid[density.argmax()].item()
