# ---
# title: Predicts that the likelihood does not depend on mu
# wrong: >-
#   Takes the log likelihood for a fact about the data alone.
# caught_by: [what_happens]
# unnoticed: a check that said which prediction is wrong would give the answers away
# hint: >-
#   You expect that the likelihood does not care about mu. Look once more at the right curve in the picture
#   above: what varies along its axis?
# ---

# %% grade_id="predictions"
def predictions():
    return {"twice": "B", "far": "A", "store": "C", "fit": "A", "later": "C"}
