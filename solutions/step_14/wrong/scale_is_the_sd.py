# ---
# title: The scale is reported as the sd
# wrong: >-
#   The mean is right, the sd is that of u.
# caught_by: [summary]
# hint: >-
#   Your means are right. Your sd of a positive latent is the scale of u, which says how far its *logarithm*
#   spreads.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        summary[name] = (dist.LogNormal(loc, scale).mean, scale) if positive else (loc, scale)
    return summary
