# ---
# title: The variance is given for the sd
# wrong: >-
#   alpha.variance.
# caught_by: [constrained]
# hint: >-
#   Your third table is the square of what it should be.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    alpha = dist.LogNormal(locs, scales)
    return locs.exp(), alpha.mean, alpha.variance
