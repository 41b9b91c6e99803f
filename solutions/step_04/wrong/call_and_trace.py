# ---
# title: The model is called and then traced
# wrong: >-
#   The mean is that of the returned value of a plain call; the score is that of another run.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   You call the model once by hand and record another run. What was drawn in the first one is gone, and
#   what a model returns need not be y: read everything from one trace.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    y = model(n_obs=n)
    return y.mean().item(), poutine.trace(model).get_trace(n_obs=n).log_prob_sum().item()
