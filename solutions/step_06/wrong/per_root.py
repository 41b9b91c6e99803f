# ---
# title: Divided by the root of the size
# wrong: >-
#   As for a standard error.
# caught_by: [per_reading_value]
# hint: >-
#   You divide by the root of the number of readings, as one does for an error of a mean. A sum of terms is
#   turned into their average by their number.
# ---

# %% grade_id="per_reading"
def per_reading(data, mu, sigma):
    return score(data, mu, sigma) / len(data) ** 0.5
