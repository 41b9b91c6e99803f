# ---
# title: Predicts that the model remembers what was seen
# wrong: >-
#   Takes an observation for a change of the model that outlives the call.
# caught_by: [what_happens]
# unnoticed: a check that said which prediction is wrong would give the answers away
# hint: >-
#   You expect that the next call remembers what was seen in this one. An observation lives in the one run
#   to which it was given. What is drawn when the next run gets none?
# ---

# %% grade_id="predictions"
def predictions():
    return {"twice": "B", "far": "A", "store": "C", "fit": "B", "later": "A"}
