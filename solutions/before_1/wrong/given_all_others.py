# ---
# title: Each is given all others
# wrong: >-
#   p(x | everything else): a chain that begins with what it has not got yet.
# caught_by: [factor_tables]
# hint: >-
#   Each of your factors is given all other variables, also those that come later. The first of the chain is given
#   nothing.
# ---

# %% grade_id="factors"
def factors(joint, names, order):
    return [conditional_table(joint, names, [name], [n for n in order if n != name]) for name in order]
