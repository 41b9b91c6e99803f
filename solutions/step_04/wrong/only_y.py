# ---
# title: Only the site of the notebook's model
# wrong: >-
#   The name y is written down, so other models have no values.
# caught_by: [values_names, values_tensors]
# hint: >-
#   Your function looks for one fixed name. It should read the names from the trace that it is given,
#   whatever the model calls its sites.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {"y": trace.nodes["y"]["value"]} if "y" in trace.nodes else {}
