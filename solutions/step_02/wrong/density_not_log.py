# ---
# title: The density, not its logarithm
# wrong: >-
#   The logarithm is undone with exp.
# caught_by: [likelihood]
# hint: >-
#   You return the density itself. The text asks for its logarithm, which is what the trace gives you before
#   anything is done to it.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return poutine.trace(model).get_trace(torch.tensor(value)).log_prob_sum().exp().item()
