# ---
# title: The sd to first order
# wrong: >-
#   median times scale.
# caught_by: [summary]
# hint: >-
#   Your sd is the slope of the map times the scale: a good rule of thumb for narrow guides, and too small for wide
#   ones.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        summary[name] = (dist.LogNormal(loc, scale).mean, loc.exp() * scale) if positive else (loc, scale)
    return summary
