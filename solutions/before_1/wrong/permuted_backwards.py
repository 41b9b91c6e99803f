# ---
# title: The dims are put in order the wrong way round
# wrong: >-
#   The inverse permutation: right for two variables that change places, wrong for three that go round.
# caught_by: [marginal_table, conditional_all, factor_tables, product_table]
# hint: >-
#   With two variables your order is right, with three that go round it is not. `permute` wants to know, for each
#   dim of the *new* table, which old one goes there.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.sum(dim)
    left = [names[names.index(name)] for name in names if name in keep]
    [names.index(name) for name in keep]
    return table.permute([keep.index(name) for name in left])
