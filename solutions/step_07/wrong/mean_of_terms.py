# ---
# title: The mean of the likelihood terms
# wrong: log_prob.mean() in the place of the sum.
# caught_by: [joint_log_prob]
# hint: >-
#   Probabilities of independent things are multiplied, so what has to be done with their logarithms? Your terms
#   of the mornings are averaged.
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    trace.compute_log_prob()
    mu, y = trace.nodes["mu"], trace.nodes["y"]
    return mu["value"], y["value"], mu["log_prob"] + y["log_prob"].mean()
