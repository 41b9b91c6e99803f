# ---
# title: The sum of y in place of its mean
# wrong: >-
#   The values are added up and not divided.
# caught_by: [run_mean]
# hint: >-
#   The first of your pair grows with the number of readings. Is it a sum or a mean?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].sum().item(), trace.log_prob_sum().item()
