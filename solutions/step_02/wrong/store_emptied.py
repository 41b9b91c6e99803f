# ---
# title: The param store is emptied first
# wrong: >-
#   mu is put back to its start before the value is scored, and stays there.
# caught_by: [likelihood]
# hint: >-
#   Your function forgets what mu was set to, for good. Which line puts every parameter back to its start,
#   and who should decide when that happens?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    pyro.clear_param_store()
    return poutine.trace(model).get_trace(torch.tensor(value)).log_prob_sum().item()
