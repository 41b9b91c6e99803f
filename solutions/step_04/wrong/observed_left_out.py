# ---
# title: Observed sites are left out
# wrong: >-
#   Only the sites that were drawn are kept.
# caught_by: [values_names]
# hint: >-
#   Your dictionary leaves out what was observed. An observed site is a random variable like any other; it
#   was only told its value.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {
        name: node["value"]
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not node["is_observed"] and not site_is_subsample(node)
    }
