# ---
# title: The pair is the other way round
# wrong: >-
#   The log density comes first.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   The two numbers of your pair have changed places. Which of them does the text name first?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.log_prob_sum().item(), trace.nodes["y"]["value"].mean().item()
