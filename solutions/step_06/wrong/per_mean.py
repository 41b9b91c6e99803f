# ---
# title: The mean reading is scored
# wrong: >-
#   The log density of the mean, not the mean of the log densities.
# caught_by: [per_reading_value]
# hint: >-
#   You score the mean of the readings, which is one reading that nobody saw. The text asks for the mean of
#   the terms, not for the term of the mean.
# ---

# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return score(data.mean()[None], mu, sigma)
