# ---
# title: exp of both
# wrong: >-
#   exp(loc) for the mean, exp(scale) for the sd.
# caught_by: [summary]
# hint: >-
#   You put both parameters through the map. It carries quantiles over, so the first one gives a median; a spread is
#   not a point that could be carried.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        summary[name] = (loc.exp(), scale.exp()) if positive else (loc, scale)
    return summary
