# ---
# title: The raw parameters are reported
# wrong: >-
#   Mean and sd of log mu instead of mu.
# caught_by: [mean_sd]
# hint: >-
#   Both of your numbers describe the logarithm of mu. A bean does not grow by a logarithm: how do you get
#   back to mu?
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    return pyro.param("mu_loc").item(), pyro.param("mu_scale").item()
