# ---
# title: Equal distances are assumed
# wrong: >-
#   The sum times the first distance: right on an even grid only.
# caught_by: [posterior_grid, mean_value]
# hint: >-
#   On an even grid your area is right, on an uneven one it is not: not all distances are the first one.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_joint - highest).exp()
    area = (lifted.sum() - (lifted[0] + lifted[-1]) / 2) * (grid[1] - grid[0])
    return lifted / area, (highest + area.log()).item()
