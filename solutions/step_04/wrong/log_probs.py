# ---
# title: Log densities in place of values
# wrong: >-
#   The entries' log_prob is returned.
# caught_by: [values_tensors]
# hint: >-
#   Your dictionary says how likely each value was, not what it was. Which key of an entry holds the value?
# ---

# %% grade_id="values_of"
def values_of(trace):
    trace.compute_log_prob()
    return {
        name: node["log_prob"]
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    }
