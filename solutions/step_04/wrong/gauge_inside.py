# ---
# title: The gauge is written into the function
# wrong: >-
#   The model that is given is not run: a gauge of its own is.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   Your function has a gauge of its own inside and never runs the model that it is given. The argument is
#   the program to record.
# ---

# %% grade_id="mean_and_log_prob"
gauge = model


def mean_and_log_prob(model, n):
    trace = poutine.trace(gauge).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().item()
