# ---
# title: The values are lists of numbers
# wrong: >-
#   The tensors are turned into plain Python numbers.
# caught_by: [values_tensors]
# hint: >-
#   The numbers are right, but your values are no longer tensors. The text asks for them as they stand in
#   the trace.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {
        name: node["value"].tolist()
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    }
