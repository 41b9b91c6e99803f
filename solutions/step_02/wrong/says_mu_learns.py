# ---
# title: Predicts that an observation moves mu
# wrong: >-
#   Takes observing for learning.
# caught_by: [what_happens]
# unnoticed: a check that said which prediction is wrong would give the answers away
# hint: >-
#   You expect that observing turns the knob. It does not: a call scores the observation and changes
#   nothing. Somebody has to turn the knob, and the later steps are about who does, and how.
# ---

# %% grade_id="predictions"
def predictions():
    return {"twice": "B", "far": "A", "store": "B", "fit": "B", "later": "C"}
