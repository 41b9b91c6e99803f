# ---
# title: Two runs are mixed
# wrong: mu is read from one trace, y and the log joint from another.
# caught_by: [joint_one_run, joint_log_prob]
# hint: >-
#   Each trace is a run of its own, with its own mu. Yours come from two runs: how often is the model run in your
#   function?
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    mu = poutine.trace(model).get_trace(n_obs=n).nodes["mu"]["value"]
    trace = poutine.trace(model).get_trace(n_obs=n)
    return mu, trace.nodes["y"]["value"], trace.log_prob_sum()
