# ---
# title: Parameters are taken for sample sites
# wrong: >-
#   Entries of type param are kept as well.
# caught_by: [values_names]
# hint: >-
#   Your dictionary has parameters in it. A parameter is set, not drawn, and its entry in the trace says so:
#   which key of an entry tells what it is?
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {
        name: node["value"]
        for name, node in trace.nodes.items()
        if node["type"] in ("sample", "param") and not site_is_subsample(node)
    }
