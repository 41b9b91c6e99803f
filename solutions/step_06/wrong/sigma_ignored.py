# ---
# title: sigma is not used
# wrong: >-
#   The scale is always NOISE.
# caught_by: [score_value, per_reading_value, best_settings]
# hint: >-
#   Your score does not change when sigma does. Which argument says how widely the readings are spread?
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, NOISE).log_prob(data).sum().item()
