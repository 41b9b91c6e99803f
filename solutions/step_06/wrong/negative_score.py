# ---
# title: The negative log density
# wrong: >-
#   The sign is turned, as for a loss.
# caught_by: [score_value, per_reading_value, best_level, best_settings]
# hint: >-
#   Your score is the higher, the worse the fit. It has the wrong sign: a loss is turned round like this, a
#   log density is not.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return -dist.Normal(mu, sigma).log_prob(data).sum().item()
