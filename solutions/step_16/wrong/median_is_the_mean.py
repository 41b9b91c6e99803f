# ---
# title: The median is given for the mean
# wrong: >-
#   mean = exp(loc); the sd is right.
# caught_by: [constrained]
# hint: >-
#   Your median and your sd are right, but you give the median for the mean. A map that is not a straight line pulls
#   the large values further out than the small ones.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    alpha = dist.LogNormal(locs, scales)
    return locs.exp(), locs.exp(), alpha.stddev
