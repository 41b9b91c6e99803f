# ---
# title: The sd to first order
# wrong: >-
#   median times scale: right only for narrow guides.
# caught_by: [constrained]
# hint: >-
#   Your sd is the rule of thumb for a very narrow guide: the slope of the map times the scale. With a wide one it
#   falls short; the exact formula exists.
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    return locs.exp(), dist.LogNormal(locs, scales).mean, locs.exp() * scales
