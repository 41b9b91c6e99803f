# ---
# title: The likelihood alone, made whole
# wrong: >-
#   The probabilities of the first do not come in.
# caught_by: [see_do]
# hint: >-
#   Your table for what is seen takes all values of the first for equally likely beforehand. They are not: that is
#   what the first argument says.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    table = second.T
    return table / table.sum(dim=1, keepdim=True), first.expand(second.shape[1], -1)
