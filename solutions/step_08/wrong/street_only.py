# ---
# title: The answers for the street of the notebook
# wrong: The probability of rain is written down as a number; other programs get the same answer.
# caught_by: [set_exact]
# hint: >-
#   Your answer is that of the street, for every program. Ask the program that you were given.
# ---

# %% grade_id="cause_set"
def cause_set(program):
    return 0.2
