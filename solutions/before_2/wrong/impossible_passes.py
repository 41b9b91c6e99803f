# ---
# title: What is impossible gives NaN
# wrong: >-
#   No error where no point is possible.
# caught_by: [posterior_grid]
# hint: >-
#   Where no point is possible you return numbers that are none. The text asks for an error there.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    lifted = (log_joint - highest).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, (highest + area.log()).item()
