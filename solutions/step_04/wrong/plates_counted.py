# ---
# title: Plates are taken for sample sites
# wrong: >-
#   The helper site of a plate has the type sample too.
# caught_by: [values_names]
# hint: >-
#   Your dictionary has plates in it. The entry of a plate has the type of a sample site but is the plate's
#   helper: section 2 shows the question that tells them apart.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {name: node["value"] for name, node in trace.nodes.items() if node["type"] == "sample"}
