# ---
# title: The list of names is used up
# wrong: >-
#   names.pop in the loop changes the caller's list.
# caught_by: [marginal_table, conditional_all, factor_tables]
# hint: >-
#   After your function has run, the list `names` of whoever called it is shorter. Work on a list of your own.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    [names.index(name) for name in keep]
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            joint = joint.sum(dim)
            names.pop(dim)
    return joint.permute([names.index(name) for name in keep])
