# ---
# title: The log likelihood only
# wrong: The term of mu is left out of the log joint.
# caught_by: [joint_log_prob]
# hint: >-
#   A log joint has a term for every random variable of the run. Yours has those of the mornings; what else was
#   drawn?
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    trace.compute_log_prob()
    return trace.nodes["mu"]["value"], trace.nodes["y"]["value"], trace.nodes["y"]["log_prob"].sum()
