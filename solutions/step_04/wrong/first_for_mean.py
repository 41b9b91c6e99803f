# ---
# title: The first reading in place of the mean
# wrong: >-
#   Only one value of y is looked at.
# caught_by: [run_mean]
# hint: >-
#   The first of your pair is a single reading. The text asks for the mean of all of them.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"][0].item(), trace.log_prob_sum().item()
