# ---
# title: The negative log likelihood
# wrong: >-
#   The sign is turned, as for a loss.
# caught_by: [likelihood]
# hint: >-
#   Your number has the wrong sign: the buses that the model finds least likely get the highest values. A
#   loss is turned round like this, a log likelihood is not.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return -poutine.trace(model).get_trace(torch.tensor(value)).log_prob_sum().item()
