# ---
# title: The highest is not added again
# wrong: >-
#   The log evidence is that of the lifted curve.
# caught_by: [posterior_grid]
# hint: >-
#   Your density is right, but the evidence is that of the lifted curve. What was taken away has to come back.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_joint - highest).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, area.log().item()
