# ---
# title: Mean and sd of some draws
# wrong: >-
#   A Monte Carlo estimate, another one at each call.
# caught_by: [mean_sd]
# hint: >-
#   Your two numbers come from random draws, so they are near but not exact. A log-normal has a formula for
#   its mean and its variance.
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    draws = dist.LogNormal(pyro.param("mu_loc"), pyro.param("mu_scale")).sample([1000])
    return draws.mean().item(), draws.std().item()
