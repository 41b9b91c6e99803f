# ---
# title: Dims of size 1 are squeezed out
# wrong: >-
#   sum(keepdim=True), then squeeze(): a variable with a single value loses its dim too.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   A variable with a single value has lost its dim in your table. What does `squeeze()` do with a dim of size 1
#   that you meant to keep?
# unnoticed: >-
#   A variable with a single value is told in the text; the ferry's table has none.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    places = [names.index(name) for name in keep]
    table = joint
    for dim in range(len(names)):
        if names[dim] not in keep:
            table = table.sum(dim, keepdim=True)
    return table.permute(places + [dim for dim in range(len(names)) if dim not in places]).squeeze()
