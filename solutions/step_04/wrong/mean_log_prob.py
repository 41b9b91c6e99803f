# ---
# title: The log density is divided by the number of readings
# wrong: >-
#   The mean of the log density in place of the sum.
# caught_by: [run_log_prob]
# hint: >-
#   Your log density is an average. Densities of independent readings are multiplied, so what becomes of
#   their logarithms?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item() / n
