# ---
# title: The labels use u for the locs
# wrong: >-
#   The free numbers are taken for the locs.
# caught_by: [labels]
# hint: >-
#   Your answer compares the data with the free numbers. In which space do the minutes live?
# ---

# %% grade_id="classify"
def classify(values, data):
    scores = values["weights"].log() + dist.Normal(values["u"], values["scale"]).log_prob(data[:, None])
    return scores.argmax(-1)
