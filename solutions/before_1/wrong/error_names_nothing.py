# ---
# title: The error does not say what is impossible
# wrong: >-
#   A ValueError without the names in given.
# caught_by: [conditional_slice]
# hint: >-
#   Your error says that something is impossible, but not what. Which names does the text want in it?
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    if part.sum() == 0:
        raise ValueError("this event has probability 0")
    return part / part.sum()
