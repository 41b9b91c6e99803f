# ---
# title: A loop with early exits, and the terms added up by hand
# ---

# %% grade_id="values_of"
def values_of(trace):
    """Site by site, in the order of the run."""
    values = {}
    for name in trace.nodes:
        node = trace.nodes[name]
        if node["type"] != "sample":
            continue
        if site_is_subsample(node):
            continue
        values[name] = node["value"]
    return values


# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    recorder = poutine.trace(model)
    recorder(None, n)
    run = recorder.trace
    run.compute_log_prob()
    y = run.nodes["y"]["value"]
    total = sum(run.nodes[name]["log_prob"].sum() for name in values_of(run))
    return float(y.sum()) / n, float(total)
