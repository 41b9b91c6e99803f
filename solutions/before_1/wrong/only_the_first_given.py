# ---
# title: Only the first of what is given counts
# wrong: >-
#   The denominator is the marginal of given[:1].
# caught_by: [conditional_all, factor_tables]
# hint: >-
#   With one variable behind the bar your table is right, with two it is not. The sum over `of` has to be 1 for each
#   combination of what is given.
# ---

# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    both = marginal(joint, names, of + given)
    alone = marginal(joint, names, given[:1])
    return both / alone.reshape(list(alone.shape) + [1] * len(given[1:]))
