# ---
# title: The order of keep is ignored
# wrong: >-
#   The variables that are kept stay in the order of names.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   The right variables are left, but your table has its dims in the order of `names`. Which order does the text ask
#   for?
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.sum(dim)
    [names.index(name) for name in keep]
    return table
