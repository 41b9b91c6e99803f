# ---
# title: A sum in place of an area
# wrong: >-
#   The density sums to 1 over the points: the distances are forgotten.
# caught_by: [posterior_grid, mean_value]
# hint: >-
#   Your density *sums* to 1 over the points of the grid. It is a density: which rule gives the area under it?
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_joint - highest).exp()
    return lifted / lifted.sum(), (highest + lifted.sum().log()).item()
