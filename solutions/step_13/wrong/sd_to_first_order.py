# ---
# title: The sd is mean times scale
# wrong: >-
#   The first-order approximation: right to a per mille at the bean's posterior, wrong for a large scale.
# caught_by: [mean_sd]
# hint: >-
#   Your sd is an approximation that holds only while the scale is small. Test it where the scale is large,
#   against the draws of section 5.
# ---

# %% grade_id="posterior_mean_sd"
def posterior_mean_sd():
    loc, scale = pyro.param("mu_loc").item(), pyro.param("mu_scale").item()
    mean = math.exp(loc + scale**2 / 2)
    return mean, mean * scale
