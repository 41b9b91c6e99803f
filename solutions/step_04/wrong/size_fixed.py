# ---
# title: The number of readings is fixed
# wrong: >-
#   n is ignored: the model always draws the same number of readings.
# caught_by: [run_mean]
# hint: >-
#   Your runs always have the same number of readings, whatever n says. Which argument of the model takes it?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=10)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item()
