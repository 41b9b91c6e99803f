# ---
# title: Seeing is taken for doing
# wrong: >-
#   Both tables are the marginal of the first.
# caught_by: [see_do]
# hint: >-
#   Your first thing learns nothing from what is seen. If a value is seen, which values of the first made it likely?
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    table = first.expand(second.shape[1], -1)
    return table, table
