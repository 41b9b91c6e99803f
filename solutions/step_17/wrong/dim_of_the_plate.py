# ---
# title: first_available_dim is the plate's dim
# wrong: >-
#   The enumerated dimension collides with the plate.
# caught_by: [labels]
# hint: >-
#   The plate owns dim -1. Where is the first dim that is free?
# ---

# %% grade_id="classify"
def classify(values, data):
    held = poutine.condition(model, data=values)
    asked = infer_discrete(held, first_available_dim=-1, temperature=0)
    trace = poutine.trace(asked).get_trace(data, K=len(values["weights"]))
    return trace.nodes["assignment"]["value"]
