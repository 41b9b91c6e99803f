# ---
# title: exp(mu_loc) is called the mean
# wrong: >-
#   The median is reported as the mean.
# caught_by: [mean_sd]
# hint: >-
#   Your first number is the median of mu: half of the draws are below it. The mean of a log-normal lies
#   elsewhere; section 5 shows it.
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    loc, scale = pyro.param("mu_loc").item(), pyro.param("mu_scale").item()
    mean = math.exp(loc + scale**2 / 2)
    return math.exp(loc), mean * math.sqrt(math.expm1(scale**2))
