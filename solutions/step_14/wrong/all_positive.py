# ---
# title: Every latent is taken for a positive one
# wrong: >-
#   Log-normal moments for real latents too.
# caught_by: [summary]
# hint: >-
#   You treat every latent as a positive one. For a real latent the map does nothing, and loc and scale are the
#   answer already.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, _) in inside(guide).items():
        summary[name] = (dist.LogNormal(loc, scale).mean, dist.LogNormal(loc, scale).stddev)
    return summary
