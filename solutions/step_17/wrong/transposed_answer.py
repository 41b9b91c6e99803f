# ---
# title: The answers are one-hot rows
# wrong: >-
#   Probabilities are returned, not labels.
# caught_by: [labels]
# hint: >-
#   You return a probability for each captain. The text asks for one whole number for each day.
# ---

# %% grade_id="classify"
def classify(values, data):
    locs = OrderedTransform()(values["u"])
    scores = values["weights"].log() + dist.Normal(locs, values["scale"]).log_prob(data[:, None])
    return scores.softmax(-1)
