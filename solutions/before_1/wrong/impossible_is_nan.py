# ---
# title: What never happens gives NaN
# wrong: >-
#   0 / 0 without an error.
# caught_by: [conditional_slice]
# hint: >-
#   For something that never happens your function returns numbers that are none. The text asks for an error there.
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    return part / part.sum()
