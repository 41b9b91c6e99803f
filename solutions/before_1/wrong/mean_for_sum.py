# ---
# title: The mean in place of the sum
# wrong: >-
#   mean(dim): proportional to the marginal, but it does not sum to 1.
# caught_by: [marginal_table, conditional_all, factor_tables]
# hint: >-
#   Your marginals do not sum to 1. Outcomes that cannot happen together: what is done with their probabilities?
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.mean(dim)
    left = [name for name in names if name in keep]
    return table.permute([left.index(name) for name in keep])
