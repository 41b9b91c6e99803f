# ---
# title: The table of the caller is changed
# wrong: >-
#   The slice is divided in place, and a slice is a window on the table.
# caught_by: [conditional_slice]
# hint: >-
#   Your answer is right, but the table that came in is another one afterwards. Section 3 shows what a slice is, and
#   what a division in place does to it.
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given.get(name, slice(None)) for name in names)]
    total = part.sum().clone()
    if total == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    part /= total
    return part
