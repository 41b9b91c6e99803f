# ---
# title: A tensor is returned
# wrong: >-
#   log_prob_sum() gives a tensor; the text asks for a float.
# caught_by: [likelihood]
# hint: >-
#   The number is right, but it is a tensor. Step 1 shows how to get the plain Python number out of it.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return poutine.trace(model).get_trace(torch.tensor(value)).log_prob_sum()
