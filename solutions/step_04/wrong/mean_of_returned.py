# ---
# title: The mean of what the model returned
# wrong: >-
#   _RETURN is taken for y.
# caught_by: [run_mean]
# hint: >-
#   You take the mean of what the model returned. A model may return anything; what was drawn at y stands in
#   the entry of that name.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["_RETURN"]["value"].mean().item(), trace.log_prob_sum().item()
