# ---
# title: Only the bean's latent
# wrong: >-
#   The name mu is written into the function.
# caught_by: [summary]
# hint: >-
#   Your function knows one name, that of the bean's latent. Other models have others, and several of them.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    loc, scale, _ = inside(guide)["mu"]
    return {"mu": (dist.LogNormal(loc, scale).mean, dist.LogNormal(loc, scale).stddev)}
