# ---
# title: p(given | of) for p(of | given)
# wrong: >-
#   Divided by the marginal of `of`: the two sides of the bar are exchanged.
# caught_by: [conditional_all, factor_tables]
# hint: >-
#   Your table answers the question that is turned around: how likely is what is given, if you know the other. Which
#   of the two stands below the line of the fraction?
# ---

# %% grade_id="conditional_table"
def conditional_table(joint, names, of, given):
    both = marginal(joint, names, of + given)
    alone = marginal(joint, names, of)
    return both / alone.reshape(list(alone.shape) + [1] * len(given)) if given else both
