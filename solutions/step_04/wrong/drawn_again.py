# ---
# title: The values are drawn anew
# wrong: >-
#   The distribution of each site is sampled once more.
# caught_by: [values_tensors]
# hint: >-
#   Your values are not those of the recorded run: each distribution is asked for a new draw. What was drawn
#   stands in the trace already.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {
        name: node["fn"].sample()
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    }
