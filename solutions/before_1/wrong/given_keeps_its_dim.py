# ---
# title: What is given keeps a dim of size 1
# wrong: >-
#   Sliced with [value:value + 1].
# caught_by: [conditional_slice]
# hint: >-
#   Your numbers are right, but what is given still has a dim, of size 1. An index that is a number takes the dim
#   away; a slice does not.
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint
    for dim, name in enumerate(names):
        if name in given:
            part = part.narrow(dim, given[name], 1)
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part / part.sum()
