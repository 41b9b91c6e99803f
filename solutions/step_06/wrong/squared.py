# ---
# title: sigma is squared
# wrong: >-
#   Normal wants a standard deviation and gets its square.
# caught_by: [score_value, per_reading_value, best_settings]
# hint: >-
#   You square sigma before you hand it over. Is the second argument of Normal a variance or a standard
#   deviation?
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma**2).log_prob(data).sum().item()
