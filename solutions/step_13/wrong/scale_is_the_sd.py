# ---
# title: mu_scale is taken for the sd
# wrong: >-
#   The sd of log mu is reported as the sd of mu.
# caught_by: [mean_sd]
# hint: >-
#   Your second number is the standard deviation of the logarithm of mu. The question is about mu itself: what
#   does exp do to a spread?
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    loc, scale = pyro.param("mu_loc").item(), pyro.param("mu_scale").item()
    return math.exp(loc + scale**2 / 2), scale
