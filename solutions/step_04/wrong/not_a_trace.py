# ---
# title: The recorded function is called, not asked for its trace
# wrong: >-
#   poutine.trace(model)(...) returns what the model returns.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   You call the function with the recorder attached, which gives what the model returns, not the recording.
#   How does section 1 get the trace?
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model)(n_obs=n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item()
