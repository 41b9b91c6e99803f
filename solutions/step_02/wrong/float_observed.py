# ---
# title: The observation is a Python float
# wrong: >-
#   Pyro raises ValueError: the value of log_prob must be a tensor.
# caught_by: [likelihood]
# hint: >-
#   Pyro stops because it was told a plain Python number where it wants a tensor. Which function of torch
#   makes a tensor of a number?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return poutine.trace(model).get_trace(value).log_prob_sum().item()
