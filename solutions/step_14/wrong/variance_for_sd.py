# ---
# title: The variance is reported
# wrong: >-
#   Not its square root.
# caught_by: [summary]
# hint: >-
#   The second number of your pair is a variance. One more step and it is an sd.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        summary[name] = (
            (dist.LogNormal(loc, scale).mean, dist.LogNormal(loc, scale).variance) if positive else (loc, scale)
        )
    return summary
