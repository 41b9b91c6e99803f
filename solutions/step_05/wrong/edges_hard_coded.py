# ---
# title: The arrows of the bakeries are written down
# wrong: >-
#   Every model gets the arrows of the notebook's own model.
# caught_by: [edges_found]
# hint: >-
#   You have written down the arrows of one model. The function should find those of any model, by the
#   experiment in the text.
# ---

# %% grade_id="edges_of"
def edges_of(scores, values):
    return [("flour", "weight"), ("oven", "weight")]
