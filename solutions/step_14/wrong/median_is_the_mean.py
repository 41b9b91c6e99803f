# ---
# title: The median is reported as the mean
# wrong: >-
#   guide.median() for the mean; the sd is right.
# caught_by: [summary]
# hint: >-
#   What you call the mean is the median. For a positive latent they differ, the more so the wider the guide.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        summary[name] = (loc.exp(), dist.LogNormal(loc, scale).stddev) if positive else (loc, scale)
    return summary
