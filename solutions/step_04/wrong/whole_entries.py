# ---
# title: The whole entry for each name
# wrong: >-
#   The dictionary holds nodes where it should hold values.
# caught_by: [values_tensors]
# hint: >-
#   For each name you give the whole entry of the trace. The text asks for one thing in it: what the site
#   got in this run.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {
        name: dict(node)
        for name, node in trace.nodes.items()
        if node["type"] == "sample" and not site_is_subsample(node)
    }
