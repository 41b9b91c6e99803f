# ---
# title: The value 0 is taken for nothing
# wrong: >-
#   if given.get(name): a variable that is given as 0 counts as unknown.
# caught_by: [conditional_slice]
# hint: >-
#   Where a variable is given with the value 0, your table still has it as a dim. In Python 0 counts as false: ask
#   whether the *name* is there.
# ---

# %% grade_id="conditional"
def conditional(joint, names, given):
    part = joint[tuple(given[name] if given.get(name) else slice(None) for name in names)]
    if part.sum() == 0:
        raise ValueError(f"what is given, {given}, has probability 0")
    return part / part.sum()
