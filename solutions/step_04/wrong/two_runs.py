# ---
# title: The log density comes from a second run
# wrong: >-
#   Two traces: the mean is read from one, the score from the other.
# caught_by: [run_log_prob]
# hint: >-
#   Your mean and your log density come from two different runs: each get_trace is a new one. Keep one trace
#   in a variable and read both from it.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    mean = poutine.trace(model).get_trace(n_obs=n).nodes["y"]["value"].mean()
    return mean.item(), poutine.trace(model).get_trace(n_obs=n).log_prob_sum().item()
