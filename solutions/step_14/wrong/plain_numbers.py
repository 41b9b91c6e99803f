# ---
# title: Only single numbers
# wrong: >-
#   `.item()` on every parameter: a latent in a plate has several.
# caught_by: [summary]
# hint: >-
#   Your function makes a plain number of each parameter. A latent in a plate has a whole tensor of them, and the
#   summary should have its shape.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        latent = (dist.LogNormal if positive else dist.Normal)(loc.item(), scale.item())
        summary[name] = (latent.mean, latent.stddev)
    return summary
