# ---
# title: The value is not given to the model
# wrong: >-
#   The trace scores a morning that the model has drawn itself.
# caught_by: [likelihood]
# hint: >-
#   Your number is the log density of a bus that the model made up, and it changes from call to call. How
#   does the model learn of the value that you were asked about?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return poutine.trace(model).get_trace().log_prob_sum().item()
