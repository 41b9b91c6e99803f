# ---
# title: The seed is set inside joint_draw
# wrong: Every call returns the same run.
# caught_by: [joint_one_run]
# hint: >-
#   Call your function twice in a row: it tells the same story each time. Something in it turns the random
#   numbers back to their start.
# ---

# %% grade_id="joint_draw"
def joint_draw(n):
    pyro.set_rng_seed(0)
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["mu"]["value"], trace.nodes["y"]["value"], trace.log_prob_sum()
