# ---
# title: The variables in keep are summed out
# wrong: >-
#   What is kept and what is summed are exchanged.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   You sum over the variables in `keep`, and what is left are the others. A marginal sums out what nobody asks
#   about.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] in keep:
            table = table.sum(dim)
    [names.index(name) for name in keep]
    return table
