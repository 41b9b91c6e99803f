# ---
# title: The prior is forgotten
# wrong: >-
#   The likelihood alone, made whole.
# caught_by: [posterior_grid, mean_value]
# hint: >-
#   Your posterior is the likelihood, made whole. What was believed before the data does not come into it.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    if (log_prior + log_lik).max() == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_lik - log_lik.max()).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, (log_lik.max() + area.log()).item()
