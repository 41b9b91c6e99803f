# ---
# title: The nearest loc wins
# wrong: >-
#   The weights are ignored.
# caught_by: [labels]
# hint: >-
#   Your answer is the captain whose loc is nearest. One captain sails more often than the other: where does
#   that come in?
# ---

# %% grade_id="classify"
def classify(values, data):
    locs = OrderedTransform()(values["u"])
    return (data[:, None] - locs).abs().argmin(-1)
