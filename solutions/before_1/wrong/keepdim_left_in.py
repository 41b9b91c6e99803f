# ---
# title: Dims that were summed out stay as dims of size 1
# wrong: >-
#   sum(keepdim=True), so that the numbers of the dims do not change; nobody takes them out at the end.
# caught_by: [marginal_table, conditional_all, factor_tables]
# hint: >-
#   Your numbers are right, but the variables that you summed out are still there, as dims of size 1. The table is
#   to have one dim for each variable in `keep`, and no other.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    places = [names.index(name) for name in keep]
    table = joint
    for dim in range(len(names)):
        if names[dim] not in keep:
            table = table.sum(dim, keepdim=True)
    return table.permute(places + [dim for dim in range(len(names)) if dim not in places])
