# ---
# title: The joint in place of the conditional
# wrong: >-
#   The division is missing.
# caught_by: [conditional_all, factor_tables]
# hint: >-
#   What you return is the probability of both together. By what is it to be divided?
# ---

# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    return marginal(joint, names, of + given)
