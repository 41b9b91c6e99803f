# ---
# title: The mean of y is returned as mu
# wrong: What can be estimated from y is taken for what was drawn at mu.
# caught_by: [joint_one_run, joint_log_prob]
# hint: >-
#   The mean of the mornings is near mu, but it is not the number that the run drew. The trace has the number
#   itself.
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    y = trace.nodes["y"]["value"]
    return y.mean(), y, trace.log_prob_sum()
