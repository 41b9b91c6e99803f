# ---
# title: sigma is taken for a variance
# wrong: >-
#   The root of sigma is given as the scale.
# caught_by: [score_value, per_reading_value, best_settings]
# hint: >-
#   You treat sigma as a variance. The text says that it is a standard deviation, which is just what Normal
#   wants.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma**0.5).log_prob(data).sum().item()
