# ---
# title: Everything is put through the map
# wrong: >-
#   exp of loc for the mean, exp of scale for the sd.
# caught_by: [constrained]
# hint: >-
#   The map carries the median over, and nothing else. What section 5 prints for the map of the scale is not the sd
#   of the draws, and the map of the loc is not their mean.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    to_positive = biject_to(dist.Gamma.support)
    return to_positive(locs), to_positive(locs), to_positive(scales)
