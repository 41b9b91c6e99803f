# ---
# title: Every entry is kept
# wrong: >-
#   Parameters, plates and the recorder's own notes are in the dictionary.
# caught_by: [values_names]
# hint: >-
#   Your dictionary has every entry of the trace in it. Which of them are random variables of the model, and
#   which key of an entry tells?
# ---

# %% grade_id="values_of"
def values_of(trace):
    return {name: node.get("value") for name, node in trace.nodes.items()}
