# ---
# title: The pair holds tensors
# wrong: >-
#   The numbers are right but not plain floats.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   The two numbers of your pair are tensors. Step 1 shows how to get the plain Python number out of one.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].mean(), trace.log_prob_sum()
