# ---
# title: The assignment of a plain run
# wrong: >-
#   The assignment is drawn from the weights, without a look at the data.
# caught_by: [labels]
# hint: >-
#   In a plain run of the model the captain is drawn before the ferry comes. Nothing in your answer looks at y:
#   which function does?
# ---

# %% grade_id="classify"
def classify(values, data):
    held = poutine.condition(model, data=values)
    trace = poutine.trace(held).get_trace(data, K=len(values["weights"]))
    return trace.nodes["assignment"]["value"]
