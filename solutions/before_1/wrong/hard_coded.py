# ---
# title: The ferry's numbers, written down
# wrong: >-
#   The figures of the lesson's own table, whatever comes in.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   Your marginal is that of the ferry's table, whatever table comes in. Which argument holds the numbers?
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    for name in keep:
        names.index(name)
    if keep == ["ferry"]:
        return torch.tensor([0.838, 0.162])
    left = [name for name in NAMES if name in keep]
    table = FERRY.sum([dim for dim in range(3) if NAMES[dim] not in keep]) if len(left) < 3 else FERRY
    return table.permute([left.index(name) for name in keep if name in left])
