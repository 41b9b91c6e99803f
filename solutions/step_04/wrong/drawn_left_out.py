# ---
# title: Drawn sites are left out
# wrong: >-
#   Only the observed sites are kept.
# caught_by: [values_names]
# hint: >-
#   Your dictionary has only what was observed. What was drawn in the run is a value of a random variable as
#   well.
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {name: trace.nodes[name]["value"] for name in trace.observation_nodes}
