# ---
# title: The unconstrained scale is given for the sd
# wrong: >-
#   The panel of the original guide: scales plotted as a spread of alpha.
# caught_by: [constrained]
# hint: >-
#   Median and mean are right. Your sd is the spread of u, which is a spread of logarithms: alpha's own depends on
#   how large alpha is.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    return locs.exp(), dist.LogNormal(locs, scales).mean, scales
