# ---
# title: The names without the values
# wrong: >-
#   A list of the names is returned.
# caught_by: [values_names, values_tensors]
# hint: >-
#   Your function returns the names alone. The text asks for a dictionary, from each name to what the site
#   got.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return [name for name, node in trace.nodes.items() if node["type"] == "sample" and not site_is_subsample(node)]
