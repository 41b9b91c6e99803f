# ---
# title: Written for three variables
# wrong: >-
#   The dims of the ferry's table are written down.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   Your function knows tables of three variables only. How many are there in `names`?
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in (2, 1, 0):
        if names[dim] not in keep:
            table = table.sum(dim)
    left = [name for name in names[:3] if name in keep]
    return table.permute([left.index(name) for name in keep])
