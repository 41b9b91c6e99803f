# ---
# title: Predicts that an observed site still draws
# wrong: >-
#   Takes observing for drawing near the data.
# caught_by: [what_happens]
# unnoticed: a check that said which prediction is wrong would give the answers away
# hint: >-
#   You expect new numbers from a site that is observed. Call the model twice with the same data and look:
#   is anything drawn when a site has been told its value?
# ---

# %% grade_id="predictions"
def predictions():
    return {"twice": "A", "far": "A", "store": "C", "fit": "B", "later": "C"}
