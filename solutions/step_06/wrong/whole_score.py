# ---
# title: The whole score, not that of a reading
# wrong: >-
#   The sum is returned undivided.
# caught_by: [per_reading_value]
# hint: >-
#   Your number grows with the size of the data set, so it cannot compare sets of different sizes. What is
#   the score of one reading on average?
# ---

# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return score(data, mu, sigma)
