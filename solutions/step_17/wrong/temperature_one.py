# ---
# title: A draw instead of the most probable captain
# wrong: >-
#   Labels are drawn from the posterior.
# caught_by: [labels]
# hint: >-
#   Call classify twice with doubtful days: the answers differ. Which temperature asks for the most probable
#   choice?
# ---

# %% grade_id="classify"
def classify(values, data):
    held = poutine.condition(model, data=values)
    asked = infer_discrete(held, first_available_dim=-2, temperature=1)
    trace = poutine.trace(asked).get_trace(data, K=len(values["weights"]))
    return trace.nodes["assignment"]["value"]
