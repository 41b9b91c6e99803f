# ---
# title: exp before anything is taken away
# wrong: >-
#   Prior times likelihood is 0 or infinite for the computer.
# caught_by: [posterior_grid, mean_value]
# hint: >-
#   For much data your density is not a number: all the products had become 0, or too large, before you divided.
#   What did section 3 do to the logarithms first?
# ---

# %% grade_id="grid_posterior"
def grid_posterior(log_prior, log_lik, grid):
    joint = (log_prior + log_lik).exp()
    if (log_prior + log_lik).max() == -math.inf:
        raise ValueError("the evidence is 0")
    area = torch.trapezoid(joint, grid)
    return joint / area, area.log().item()
