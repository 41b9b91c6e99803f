# ---
# title: The slice is not made whole again
# wrong: >-
#   The joint probabilities of the slice, which sum to the probability of what is given.
# caught_by: [conditional_slice]
# hint: >-
#   Your table does not sum to 1. What is given has happened: what is the slice to be divided by?
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part + 0.0
