# ---
# title: The log density
# wrong: >-
#   The logarithm of the posterior's density is returned.
# caught_by: [posterior_grid, mean_value]
# hint: >-
#   Your density has negative numbers: it is still a logarithm.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    area = torch.trapezoid((log_joint - highest).exp(), grid)
    return log_joint - highest - area.log(), (highest + area.log()).item()
