# ---
# title: The chain goes in the order of names
# wrong: >-
#   The argument order is ignored.
# caught_by: [factor_tables]
# hint: >-
#   Your chain takes the variables as they stand in `names`. Which argument says who comes first?
# ---

# %% grade_id="factors"
def factors(joint, names, order):
    return [conditional_table(joint, names, [name], names[:k]) for k, name in enumerate(names)]
