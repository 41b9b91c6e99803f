# ---
# title: Only two values of a variable are added
# wrong: >-
#   table.select(dim, 0) + table.select(dim, 1): as if every variable were yes or no.
# caught_by: [marginal_table, conditional_all, factor_tables]
# hint: >-
#   You add two values of the variable that is summed out. Has it no more?
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.select(dim, 0) + table.select(dim, min(1, table.shape[dim] - 1))
    left = [name for name in names if name in keep]
    return table.permute([left.index(name) for name in keep])
