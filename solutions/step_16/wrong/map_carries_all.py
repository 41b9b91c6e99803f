# ---
# title: Everything is put through the map
# wrong: >-
#   exp of loc for the mean, exp of scale for the sd.
# caught_by: [constrained]
# hint: >-
#   The map carries quantiles over, the median among them, because it keeps the order. A mean and an sd it does not
#   carry: look at what section 5 prints for the map of the loc and of the scale, beside the draws.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    to_positive = biject_to(dist.Gamma.support)
    return to_positive(locs), to_positive(locs), to_positive(scales)
