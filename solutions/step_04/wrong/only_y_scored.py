# ---
# title: Only y is scored
# wrong: >-
#   The log density of other sample sites is left out.
# caught_by: [run_log_prob]
# hint: >-
#   You score the site y alone. The model may have further sample sites, and the whole run is as likely as
#   all of them together.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    trace.compute_log_prob()
    return trace.nodes["y"]["value"].mean().item(), trace.nodes["y"]["log_prob"].sum().item()
