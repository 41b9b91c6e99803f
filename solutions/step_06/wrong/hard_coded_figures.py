# ---
# title: The guide's figures are written down
# wrong: >-
#   The data set is recognised by its mean.
# caught_by: [score_value, per_reading_value, best_level, best_settings]
# hint: >-
#   You have written the three figures down. The score should be worked out from the data and the setting
#   that are given.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    middle = round(data.mean().item())
    return {0: -1408.14172, 1: -1855.00427, 2: -3503.23145}.get(middle, -3503.23145)
