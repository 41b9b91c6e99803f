# ---
# title: The dims of what is given come first
# wrong: >-
#   p(of | given) with the dims given, of.
# caught_by: [conditional_all, factor_tables]
# hint: >-
#   Your numbers are right, but the dims of what is given stand in front. Which come first, by the text?
# ---

# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    both = marginal(joint, names, given + of)
    alone = marginal(joint, names, given)
    return both / alone.reshape(list(alone.shape) + [1] * len(of))
