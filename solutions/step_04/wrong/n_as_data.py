# ---
# title: n is given as the data
# wrong: >-
#   The first argument of model is data, so len fails on a number.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   Your n arrives in the model as its data, because it is given by position. Which of the two arguments is
#   it, and how does one give an argument by its name?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item()
