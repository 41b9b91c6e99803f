# ---
# title: Each line of the slice is made whole by itself
# wrong: >-
#   Divided by the sum over the last dim: a second variable is conditioned on.
# caught_by: [conditional_slice]
# hint: >-
#   In your table each line sums to 1 by itself. How much is the *whole* table to sum to, when nothing else is
#   known?
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part / (part.sum(-1, keepdim=True) if part.dim() else part)
