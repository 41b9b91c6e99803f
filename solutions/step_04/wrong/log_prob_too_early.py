# ---
# title: log_prob is read before it is there
# wrong: >-
#   KeyError: compute_log_prob() was not called.
# caught_by: [run_mean, run_log_prob]
# hint: >-
#   You look for log_prob in the entries before anybody has worked it out. Section 3 shows what to call
#   first, or what to call instead.
# ---

# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    trace = poutine.trace(model).get_trace(n_obs=n)
    total = sum(node["log_prob"].sum() for node in trace.nodes.values() if node["type"] == "sample")
    return trace.nodes["y"]["value"].mean().item(), total.item()
