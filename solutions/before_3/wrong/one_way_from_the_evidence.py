# ---
# title: The table of the notebook
# wrong: >-
#   The four probabilities of the evening, whatever the program and the evidence.
# caught_by: [posterior_table]
# hint: >-
#   Your table is that of the evening in the kitchen. The graders bring other programs, and other evidence.
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    if program is evening and evidence == {"gone": 1}:
        return {"nobody": 0.117892, "the cat": 0.407767, "the dog": 0.249653, "both": 0.224688}
    return {"nobody": 0.5, "the dog": 0.5}
