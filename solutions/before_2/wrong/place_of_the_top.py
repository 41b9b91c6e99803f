# ---
# title: The place in place of the theta
# wrong: >-
#   argmax counts points; what stands there on the grid is missing.
# caught_by: [two_tops]
# hint: >-
#   Your estimates are whole numbers: places on the grid, counted from 0. What stands there?
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return float(log_lik.argmax())


def map_estimate(log_prior, log_lik, grid):
    return float((log_prior + log_lik).argmax())


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
