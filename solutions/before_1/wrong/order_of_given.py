# ---
# title: Indices in the order of the dictionary
# wrong: >-
#   The values are taken for the first dims, in the order in which the dictionary has them.
# caught_by: [conditional_slice]
# hint: >-
#   Your values are taken at the wrong dims. A dictionary's order says nothing; where does each of its names stand
#   in `names`?
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint.permute([names.index(n) for n in given] + [d for d, n in enumerate(names) if n not in given])
    for value in list(given.values())[::-1]:
        part = part[value] if value < len(part) else part[-1]
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part / part.sum()
