# ---
# title: The tops are tensors
# wrong: >-
#   Without .item().
# caught_by: [two_tops]
# hint: >-
#   Your estimates are tensors. The text asks for plain Python floats.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[log_lik.argmax()]


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()]


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
