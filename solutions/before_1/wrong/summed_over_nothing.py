# ---
# title: An empty list of dims is summed over
# wrong: >-
#   sum(dim=[]) sums over everything where nothing had to go.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   When every variable is kept there is nothing to sum, and your table collapses to a single number. The last line
#   before Task 1 shows what `sum` makes of an empty list of dims.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint.sum(dim=[dim for dim, name in enumerate(names) if name not in keep])
    left = [name for name in names if name in keep]
    order = [left.index(name) for name in keep]
    return table.permute(order) if table.dim() else table
