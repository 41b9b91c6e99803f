# ---
# title: The variance is returned for the sd
# wrong: >-
#   The variance instead of its root.
# caught_by: [mean_sd]
# hint: >-
#   Your second number is a variance. In which unit is it, and in which unit should a standard deviation be?
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    mu = dist.LogNormal(pyro.param("mu_loc"), pyro.param("mu_scale"))
    return mu.mean.item(), mu.variance.item()
