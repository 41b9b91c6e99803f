# ---
# title: One term for each morning
# wrong: The log_prob of y is not summed, so a tensor of n numbers comes back.
# caught_by: [joint_one_run, joint_log_prob]
# hint: >-
#   Your log_prob is a list of terms. The log joint of a run is a single number: what has to be done with the
#   terms?
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    trace.compute_log_prob()
    mu, y = trace.nodes["mu"], trace.nodes["y"]
    return mu["value"], y["value"], mu["log_prob"] + y["log_prob"]
