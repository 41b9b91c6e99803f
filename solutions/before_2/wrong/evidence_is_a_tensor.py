# ---
# title: The log evidence is a tensor
# wrong: >-
#   Without .item().
# caught_by: [posterior_grid]
# hint: >-
#   Your log evidence is a tensor. The text asks for a plain Python float.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_joint - highest).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, highest + area.log()
