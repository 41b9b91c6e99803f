# ---
# title: The MLE knows the prior
# wrong: >-
#   The maximum of the posterior, for a prior that somebody left in the notebook.
# caught_by: [two_tops]
# hint: >-
#   Your MLE moves with a prior. It is to know the data alone.
# ---

# %% grade_id="three_numbers_functions"
def mle(log_lik, grid):
    return grid[(log_lik + 2 * (1 - grid).clamp(1e-9).log()).argmax()].item()


def map_estimate(log_prior, log_lik, grid):
    return grid[(log_prior + log_lik).argmax()].item()


def posterior_mean(log_prior, log_lik, grid):
    density, _ = grid_posterior(log_prior, log_lik, grid)
    return torch.trapezoid(grid * density, grid).item()
