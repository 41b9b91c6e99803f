# ---
# title: Only the mean of the data is scored
# wrong: >-
#   One observation, the mean, in place of all readings.
# caught_by: [score_value, per_reading_value, best_settings]
# hint: >-
#   You observe one number, the mean of the data. All the readings were seen, and each has a term in the
#   score.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data.mean()).item()
