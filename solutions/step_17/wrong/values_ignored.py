# ---
# title: The habits of the notebook's own fit
# wrong: >-
#   classify uses what the notebook has fitted, not what it is given.
# caught_by: [labels]
# hint: >-
#   classify was given habits and used others, those of the notebook's fit. Which name do you hold the model to?
# ---

# %% grade_id="classify"
def classify(values, data):
    held = poutine.condition(model, data=fitted)
    asked = infer_discrete(held, first_available_dim=-2, temperature=0)
    trace = poutine.trace(asked).get_trace(data, K=len(values["weights"]))
    return trace.nodes["assignment"]["value"]
