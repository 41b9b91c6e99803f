# ---
# title: classify knows two captains only
# wrong: >-
#   Only captains 0 and 1 are compared.
# caught_by: [labels]
# hint: >-
#   Two captains are compared, whatever the number of entries in the values. How many are there?
# ---

# %% grade_id="classify"
def classify(values, data):
    locs = OrderedTransform()(values["u"])
    scores = values["weights"].log() + dist.Normal(locs, values["scale"]).log_prob(data[:, None])
    return (scores[:, 1] > scores[:, 0]).long()
