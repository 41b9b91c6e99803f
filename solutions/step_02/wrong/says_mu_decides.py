# ---
# title: Predicts that mu has a say in the value of an observed site
# wrong: >-
#   Takes the value of an observed site for a compromise between mu and the data.
# caught_by: [what_happens]
# unnoticed: a check that said which prediction is wrong would give the answers away
# hint: >-
#   You expect mu to have a say in the value of an observed site. mu decides how likely the value is; try
#   the call with mu far away, and see what comes back.
# ---

# %% grade_id="predictions"
def predictions():
    return {"twice": "B", "far": "C", "store": "C", "fit": "B", "later": "C"}
