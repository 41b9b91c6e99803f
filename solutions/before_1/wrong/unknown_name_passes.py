# ---
# title: A name that nobody knows is passed over
# wrong: >-
#   Names in keep that are not in names are ignored.
# caught_by: [marginal_table]
# hint: >-
#   A name in `keep` that the table does not have is passed over in silence. Whoever has misspelt a name wants to
#   hear of it.
# ---

# %% grade_id="marginal"
def marginal(joint, names, keep):
    table = joint
    for dim in reversed(range(len(names))):
        if names[dim] not in keep:
            table = table.sum(dim)
    left = [name for name in names if name in keep]
    return table.permute([left.index(name) for name in keep if name in left])
