# ---
# title: The raw parameters
# wrong: >-
#   locs and scales as they are.
# caught_by: [constrained]
# hint: >-
#   All three of your tables still speak about u. Which map leads from u to alpha?
# ---

# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    return locs, locs, scales
