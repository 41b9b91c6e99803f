# ---
# title: The height of the top
# wrong: >-
#   max in place of argmax.
# caught_by: [two_tops]
# hint: >-
#   You return how high the curve is at its top. The question was where.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return log_lik.max().item()


def map_estimate(log_prior, log_lik, grid):
    return (log_prior + log_lik).max().item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
