# ---
# title: p(second | first) is returned
# wrong: >-
#   The question turned around: the rows of second.
# caught_by: [see_do]
# hint: >-
#   Your table says how likely the second is, given the first. The question is what the second tells about the
#   first.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    return second.T, first.expand(second.shape[1], -1)
