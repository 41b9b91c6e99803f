# ---
# title: NaN is replaced by 0
# wrong: >-
#   Where what is given never happens, the column says 0: no distribution at all.
# caught_by: [conditional_all, factor_tables]
# hint: >-
#   For what never happens your table has numbers. A column of zeros would say that nothing can follow; the text
#   asks for what says that there is no answer.
# ---

# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    both = marginal(joint, names, of + given)
    return (both / marginal(joint, names, given)).nan_to_num(0.0)
