# ---
# title: The log joint of another run
# wrong: mu and y come from one trace, log_prob_sum() from a second.
# caught_by: [joint_log_prob]
# hint: >-
#   Your log_prob is right for a run, but not for the one whose values you return. Keep one trace, and ask it for
#   everything.
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    log_prob = poutine.trace(model).get_trace(n_obs=n).log_prob_sum()
    return trace.nodes["mu"]["value"], trace.nodes["y"]["value"], log_prob
