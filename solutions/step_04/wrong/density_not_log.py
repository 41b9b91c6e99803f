# ---
# title: The density, not its logarithm
# wrong: >-
#   The logarithm is undone with exp.
# caught_by: [run_log_prob]
# hint: >-
#   The second of your pair is the density itself. The text asks for its logarithm, which is what the trace
#   gives.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    return trace.nodes["y"]["value"].mean().item(), trace.log_prob_sum().exp().item()
