# ---
# title: The helpers of plates are told by the fact that they are not observed and have a size of their own
# ---

# %% grade_id="values_of"
def is_site(node):
    return node["type"] == "sample" and not (hasattr(node["fn"], "subsample_size") and not node["is_observed"])


def values_of(trace):
    sites = filter(is_site, trace.nodes.values())
    return {node["name"]: node["value"] for node in sites}


# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    with torch.no_grad():
        trace = poutine.trace(model).get_trace(data=None, n_obs=n)
    values = trace.nodes["y"]["value"].tolist()
    return sum(values) / len(values), trace.log_prob_sum().item()
