# ---
# title: The MLE is called the mean
# wrong: >-
#   The theta that fits the data best; the prior does not come into it.
# caught_by: [mean_value]
# hint: >-
#   Your mean is the theta that fits the data best. The mean is an average, over a posterior that has a prior in it.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    return grid[log_lik.argmax()].item()
