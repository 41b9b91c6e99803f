# ---
# title: The number for 4.2 is written down
# wrong: >-
#   The printed answer for one value is returned for every value.
# caught_by: [likelihood]
# hint: >-
#   Your answer is the same for every bus and every mu. It should be worked out anew from the model, for the
#   value that was asked about.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return -3.8170857429504395
