# ---
# title: The evidence without its logarithm
# wrong: >-
#   exp of the log evidence: 0 for much data.
# caught_by: [posterior_grid]
# hint: >-
#   Your second number is the evidence itself. The text asks for its logarithm.
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    log_joint = log_prior + log_lik
    highest = log_joint.max()
    if highest == -math.inf:
        raise ValueError("the evidence is 0")
    lifted = (log_joint - highest).exp()
    area = torch.trapezoid(lifted, grid)
    return lifted / area, min((highest + area.log()).exp().item(), 1e300)
